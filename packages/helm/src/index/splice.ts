import type { ReleaseError } from '@launchway/core';
import { helmProblems } from '../problems.ts';
import { emitItem, emitKey } from '../yaml/emit.ts';
import { compareKeys } from '../yaml/order.ts';
import { entryValue, type IndexEntry } from './entry.ts';
import { LineError } from './flow.ts';
import { type Edit, insertInto } from './flow-splice.ts';
import { compareNewestFirst } from './order.ts';
import { outlineIndex } from './outline.ts';
import type { BlockEntries, BlockList, FlowCollection, Outline, OutlinedChart } from './shape.ts';

/** What is written besides the entry. */
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
 * @throws INDEX_CONFLICT when the version is there with other content; INDEX_NOT_SPLICEABLE when the text
 * has a form to which nothing can be added safely
 */
export function spliceEntry(index: Uint8Array, entry: IndexEntry, options: SpliceOptions): Spliced {
  const file = options.file ?? 'index.yaml';
  const outline = outlined(index, entry.metadata.name, file);
  const chart = outline.charts.find(({ name }) => name === entry.metadata.name);
  if (chart !== undefined && has(chart, entry, index, file)) return { state: 'unchanged', bytes: index };
  const insertion =
    chart === undefined ? newChart(index, outline, entry) : newVersion(index, outline, chart, entry);
  const edits = [insertion, generatedEdit(index, outline, options.generated, file)];
  return { state: 'added', bytes: applyEdits(index, edits) };
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
  throw helmProblems.refusal('INDEX_CONFLICT', {
    message: `${file} already lists ${chart.name} ${metadata.version}, with the digest ${first.digest ?? '(none)'} instead of ${digest}.`,
    fix: 'Release a new version; a published one never changes.',
    where: { file, line: lineNumber(index, first.start) },
  });
}

const bare = (digest: string): string => digest.replace(/^sha256:/, '').toLowerCase();

/** Puts the version before the first older one, or behind the last. */
function newVersion(index: Uint8Array, outline: Outline, chart: OutlinedChart, entry: IndexEntry): Edit {
  const { list, versions } = chart;
  const older = versions.findIndex(
    ({ version = '' }) => compareNewestFirst(entry.metadata.version, version) < 0,
  );
  const at = older < 0 ? versions.length : older;
  if (list.style === 'flow') {
    const children = versions.map((version) => ({ ...version, value: version }));
    const place = { collection: list, children, braces: outline.braces };
    return insertInto(index, place, { at, value: entryValue(entry) });
  }
  if (list.dash === undefined) return emptyList(chart, list, entry);
  const start = versions[at - 1]?.end ?? list.start;
  return { start, end: start, text: emitItem(entryValue(entry), list.dash) };
}

/** A chart whose list is empty is written anew, name and all. */
function emptyList(chart: OutlinedChart, { start, column }: BlockList, entry: IndexEntry): Edit {
  return { start: chart.start, end: start, text: chartBlock(entry, column, column) };
}

function newChart(index: Uint8Array, outline: Outline, entry: IndexEntry): Edit {
  const { entries } = outline;
  return entries.style === 'flow'
    ? newMember(index, outline, entries, entry)
    : newBlock(outline, entries, entry);
}

/** Puts a chart before the first one whose name comes later, or behind the last. */
function newBlock({ charts }: Outline, entries: BlockEntries, entry: IndexEntry): Edit {
  const { nameColumn = 2 } = entries;
  const dashes = charts.flatMap(({ list }) => (list.style === 'block' ? (list.dash ?? []) : []));
  const text = chartBlock(entry, nameColumn, dashes[0] ?? nameColumn);
  if (entries.nameColumn === undefined)
    return { start: entries.start, end: entries.end, text: `entries:\n${text}` };
  const later = charts.findIndex(({ name }) => compareKeys(entry.metadata.name, name) < 0);
  const before = later < 0 ? charts.at(-1) : charts[later - 1];
  const at = before?.end ?? entries.end;
  return { start: at, end: at, text };
}

/** The same in braces, where the names are in the order of Go's JSON. */
function newMember(index: Uint8Array, outline: Outline, entries: FlowCollection, entry: IndexEntry): Edit {
  const { name } = entry.metadata;
  const children = outline.charts.flatMap(({ list, ...chart }) =>
    list.style === 'flow' ? [{ ...chart, value: list }] : [],
  );
  const later = children.findIndex((chart) => Buffer.from(name).compare(Buffer.from(chart.name)) < 0);
  return insertInto(
    index,
    { collection: entries, children, braces: outline.braces },
    { at: later < 0 ? children.length : later, name, value: [entryValue(entry)] },
  );
}

function chartBlock(entry: IndexEntry, nameColumn: number, dash: number): string {
  const name = emitKey(entry.metadata.name, nameColumn);
  return `${' '.repeat(nameColumn)}${name}:\n${emitItem(entryValue(entry), dash)}`;
}

function generatedEdit(index: Uint8Array, outline: Outline, generated: string, file: string): Edit {
  const { generated: old, entriesEnd, braces } = outline;
  if (old === undefined) {
    if (braces === undefined)
      return { start: entriesEnd, end: entriesEnd, text: `generated: "${generated}"\n` };
    const entries = { start: entriesEnd, end: entriesEnd, value: outline.entries };
    const place = { collection: braces, children: [entries], braces };
    return insertInto(index, place, { at: 1, name: 'generated', value: generated });
  }
  if (!old.isPlain) throw notSpliceable(index, file, 'has no time behind "generated" on its line', old.start);
  const quote = index[old.start] === 0x27 ? "'" : '"';
  return { start: old.start, end: old.end, text: `${quote}${generated}${quote}` };
}

function applyEdits(index: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const eol = endOfLine(index);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const { start, end, text: lines } of edits.toSorted((left, right) => left.start - right.start)) {
    const text = lines.replaceAll('\n', eol);
    parts.push(index.subarray(at, start));
    // The last line of the file may lack its end.
    const cut = start === index.length && start > 0 && index[start - 1] !== 0x0a && at < start;
    parts.push(Buffer.from(cut ? `${eol}${text}` : text));
    at = end;
  }
  return Buffer.concat([...parts, index.subarray(at)]);
}

function endOfLine(index: Uint8Array): string {
  return index[index.indexOf(0x0a) - 1] === 0x0d ? '\r\n' : '\n';
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
  return helmProblems.refusal(
    'INDEX_NOT_SPLICEABLE',
    {
      message: `No entry can be added to ${file} as it is: it ${what} (line ${line}).`,
      fix: 'Run `release catalog reconcile`, which writes the index anew from the packages, or mend that line.',
      where: { file, line },
    },
    cause,
  );
}
