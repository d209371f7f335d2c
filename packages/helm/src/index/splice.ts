import type { ReleaseError } from '@launchway/core';
import { problems } from '../problems.ts';
import { emitItem, emitKey } from '../yaml/emit.ts';
import { compareKeys } from '../yaml/order.ts';
import { entryValue, type IndexEntry } from './entry.ts';
import { LineError } from './lines.ts';
import { compareNewestFirst } from './order.ts';
import { type Outline, type OutlinedChart, outlineIndex } from './outline.ts';

export interface SpliceOptions {
  /** The new value of `generated`, RFC 3339. */
  readonly generated: string;
  /** Path of the index, for messages. */
  readonly file?: string;
}

/** An index with an entry in it. */
export type Spliced =
  | { readonly state: 'added'; readonly bytes: Uint8Array }
  /** It was there already, with the same digest; nothing is changed. */
  | { readonly state: 'unchanged'; readonly bytes: Uint8Array };

/**
 * Adds one entry to an index and changes nothing else but `generated`: no other byte moves, whoever wrote it. Takes a
 * fraction of a second for tens of megabytes, as nothing is parsed that does not matter.
 * @throws {ReleaseError} INDEX_CONFLICT when the version is there with other content; INDEX_NOT_SPLICEABLE when the text
 * has a form to which nothing can be added safely
 */
export function spliceEntry(index: Uint8Array, entry: IndexEntry, options: SpliceOptions): Spliced {
  const file = options.file ?? 'index.yaml';
  const outline = outlined(index, entry.metadata.name, file);
  const chart = outline.charts.find(({ name }) => name === entry.metadata.name);
  if (chart !== undefined && has(chart, entry, index, file)) return { state: 'unchanged', bytes: index };
  const eol = endOfLine(index, outline);
  const insertion = chart === undefined ? newChart(outline, entry) : newVersion(chart, entry);
  const edits = [
    { ...insertion, text: insertion.text.replaceAll('\n', eol) },
    ...generatedEdit(index, outline, options.generated, eol, file),
  ];
  return { state: 'added', bytes: applyEdits(index, edits, eol) };
}

/** A replacement of some bytes by a text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function outlined(index: Uint8Array, wanted: string, file: string): Outline {
  try {
    return outlineIndex(index, (name) => name === wanted);
  } catch (error) {
    if (error instanceof LineError) throw notSpliceable(index, file, error.message, error.offset, error);
    throw error;
  }
}

function has(
  chart: OutlinedChart,
  { metadata, digest }: IndexEntry,
  index: Uint8Array,
  file: string,
): boolean {
  for (const { version, start } of chart.versions) {
    if (version === undefined)
      throw notSpliceable(
        index,
        file,
        `has an entry of ${chart.name} whose version is not plain to see`,
        start,
      );
  }
  const same = chart.versions.filter(({ version }) => version === metadata.version);
  const [first] = same;
  if (first === undefined) return false;
  if (same.some((one) => one.digest !== undefined && bare(one.digest) === bare(digest))) return true;
  throw problems.refusal('INDEX_CONFLICT', {
    message: `${file} already lists ${chart.name} ${metadata.version}, with the digest ${first.digest ?? '(none)'} instead of ${digest}.`,
    fix: 'Release a new version; a published one never changes.',
    where: { file, line: lineNumber(index, first.start) },
  });
}

const bare = (digest: string): string => digest.replace(/^sha256:/, '').toLowerCase();

/** Puts the version before the first older one, or behind the last. */
function newVersion(chart: OutlinedChart, entry: IndexEntry): Edit {
  const dash = chart.dash;
  if (dash === undefined) return emptyList(chart, entry);
  const older = chart.versions.findIndex(
    ({ version = '' }) => compareNewestFirst(entry.metadata.version, version) < 0,
  );
  const before = older < 0 ? chart.versions.at(-1) : chart.versions[older - 1];
  const at = before?.end ?? chart.listStart;
  return { start: at, end: at, text: emitItem(entryValue(entry), dash) };
}

/** A chart whose list is empty is written anew, name and all. */
function emptyList(chart: OutlinedChart, entry: IndexEntry): Edit {
  return { start: chart.start, end: chart.listStart, text: chartBlock(entry, chart.column, chart.column) };
}

/** Puts a chart before the first one whose name comes later, or behind the last. */
function newChart(outline: Outline, entry: IndexEntry): Edit {
  const { charts, nameColumn = 2 } = outline;
  const dash = charts.find((chart) => chart.dash !== undefined)?.dash ?? nameColumn;
  const text = chartBlock(entry, nameColumn, dash);
  if (outline.nameColumn === undefined)
    return { start: outline.entries.start, end: outline.entries.end, text: `entries:\n${text}` };
  const later = charts.findIndex(({ name }) => compareKeys(entry.metadata.name, name) < 0);
  const before = later < 0 ? charts.at(-1) : charts[later - 1];
  const at = before?.end ?? outline.entries.end;
  return { start: at, end: at, text };
}

function chartBlock(entry: IndexEntry, nameColumn: number, dash: number): string {
  const name = emitKey(entry.metadata.name, nameColumn);
  return `${' '.repeat(nameColumn)}${name}:\n${emitItem(entryValue(entry), dash)}`;
}

function generatedEdit(
  index: Uint8Array,
  outline: Outline,
  generated: string,
  eol: string,
  file: string,
): Edit[] {
  const line = outline.generated;
  if (line === undefined)
    return [{ start: outline.entriesEnd, end: outline.entriesEnd, text: `generated: "${generated}"${eol}` }];
  const { valueStart, valueEnd } = line;
  const oneLine = line.end === lineEnd(index, line.start);
  if (valueStart === valueEnd || !oneLine)
    throw notSpliceable(index, file, 'has no time behind "generated" on its line', line.start);
  const quote = [0x22, 0x27].includes(index[valueStart] ?? 0)
    ? String.fromCharCode(index[valueStart] ?? 0)
    : '"';
  return [{ start: valueStart, end: valueEnd, text: `${quote}${generated}${quote}` }];
}

function applyEdits(index: Uint8Array, edits: readonly Edit[], eol: string): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text } of edits.toSorted((left, right) => left.start - right.start)) {
    parts.push(index.subarray(at, start));
    // The last line of the file may lack its end.
    const cut = start === index.length && start > 0 && index[start - 1] !== 0x0a && at < start;
    parts.push(Buffer.from(cut ? `${eol}${text}` : text));
    at = end;
  }
  return Buffer.concat([...parts, index.subarray(at)]);
}

function endOfLine(index: Uint8Array, { entries }: Outline): string {
  return index[entries.end - 2] === 0x0d ? '\r\n' : '\n';
}

function lineEnd(index: Uint8Array, from: number): number {
  const end = index.indexOf(0x0a, from);
  return end < 0 ? index.length : end + 1;
}

function lineNumber(index: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = index.indexOf(0x0a); at >= 0 && at < offset; at = index.indexOf(0x0a, at + 1)) line++;
  return line;
}

function notSpliceable(
  index: Uint8Array,
  file: string,
  what: string,
  offset: number,
  cause?: unknown,
): ReleaseError {
  const line = lineNumber(index, offset);
  return problems.refusal(
    'INDEX_NOT_SPLICEABLE',
    {
      message: `No entry can be added to ${file} as it is: it ${what} (line ${line}).`,
      fix: 'Run `release catalog reconcile`, which writes the index anew from the packages, or mend that line.',
      where: { file, line },
    },
    cause,
  );
}
