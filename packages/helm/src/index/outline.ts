import { defined } from '@launchway/core';
import { brace } from './bytes.ts';
import { LineError, type Span } from './flow.ts';
import { chartsInBraces, outlineFlow, versionInBraces, versionsInBrackets } from './flow-outline.ts';
import { type Line, LineReader } from './lines.ts';
import {
  type BlockEntries,
  fieldsOf,
  type Outline,
  type OutlinedChart,
  type OutlinedVersion,
  plainText,
} from './shape.ts';

/**
 * Finds the charts of an index, and the versions of those that are asked for, in one pass over its bytes.
 * @param wanted tells whether a chart's versions matter
 * @throws LineError for a form to which nothing can be added safely
 */
export function outlineIndex(bytes: Uint8Array, wanted: (name: string) => boolean): Outline {
  refuseLoneReturns(bytes);
  return new Outliner(bytes, wanted).outline();
}

class Outliner {
  readonly #bytes: Uint8Array;
  readonly #reader: LineReader;
  readonly #wanted: (name: string) => boolean;
  #line: Line | undefined;

  constructor(bytes: Uint8Array, wanted: (name: string) => boolean) {
    this.#bytes = bytes;
    this.#reader = new LineReader(bytes, bytes[0] === 0xef ? 3 : 0);
    this.#wanted = wanted;
    this.#line = this.#reader.next();
  }

  outline(): Outline {
    this.#skipDocumentStart();
    const braces = this.#wholeInBraces();
    if (braces !== undefined) return outlineFlow(this.#bytes, braces, this.#wanted);
    const top = new Map<string, Line>();
    let entries: Pick<Outline, 'charts' | 'entries' | 'entriesEnd'> | undefined;
    while (this.#line !== undefined) {
      const line = this.#line;
      const key = this.#keyAt(line, 0);
      if (top.has(key)) throw new LineError(`has the key ${key} twice`, line.start);
      top.set(key, line);
      this.#advance();
      if (key === 'entries') entries = this.#charts(line);
      else this.#skipBelow(0, line);
    }
    if (entries === undefined) throw new LineError('has no key "entries"', 0);
    if (!top.has('apiVersion')) throw new LineError('has no key "apiVersion"', 0);
    const generated = top.get('generated');
    return { ...entries, ...(generated === undefined ? {} : { generated: this.#scalarOf(generated) }) };
  }

  /** The place of an index that is one mapping in braces and nothing else. */
  #wholeInBraces(): Span | undefined {
    const line = this.#line;
    if (line === undefined || line.dash >= 0 || line.keyStart !== line.keyEnd) return undefined;
    if (this.#bytes[line.valueStart] !== brace) return undefined;
    this.#advance();
    if (this.#line !== undefined)
      throw new LineError('has something behind its last brace', this.#line.start);
    return { start: line.valueStart, end: line.valueEnd };
  }

  #scalarOf({ start, end, valueStart, valueEnd }: Line): NonNullable<Outline['generated']> {
    const isPlain = valueStart < valueEnd && !this.#text(start, end).trimEnd().includes('\n');
    return { start: valueStart, end: valueEnd, isPlain };
  }

  #advance(): void {
    this.#line = this.#reader.next();
  }

  #skipDocumentStart(): void {
    const line = this.#line;
    if (line !== undefined && this.#text(line.start, line.end).trimEnd() === '---') this.#advance();
  }

  #charts(line: Line): Pick<Outline, 'charts' | 'entries' | 'entriesEnd'> {
    const first = this.#line;
    const value = this.#text(line.valueStart, line.valueEnd);
    const isNone = ['', '{}', 'null', '~'].includes(value);
    if (!isNone) return this.#chartsInBraces(line, value);
    const entries: BlockEntries = { style: 'block', start: line.start, end: line.end };
    if (first === undefined || first.indent === 0) return { entries, charts: [], entriesEnd: line.end };
    if (value !== '') throw new LineError('has entries in two styles', line.start);
    const charts: OutlinedChart[] = [];
    const names = new Set<string>();
    while (this.#line !== undefined && this.#line.indent > 0) {
      const chart = this.#chart(first.indent);
      if (names.has(chart.name)) throw new LineError(`has the chart ${chart.name} twice`, chart.start);
      names.add(chart.name);
      charts.push(chart);
    }
    const end = charts.at(-1)?.end ?? line.end;
    return { entries: { ...entries, nameColumn: first.indent }, charts, entriesEnd: end };
  }

  #chartsInBraces(line: Line, value: string): Pick<Outline, 'charts' | 'entries' | 'entriesEnd'> {
    if (!value.startsWith('{')) throw new LineError('has entries that are no mapping', line.start);
    const braces = { start: line.valueStart, end: line.valueEnd };
    return {
      entries: { style: 'flow', ...braces },
      charts: chartsInBraces(this.#bytes, braces, this.#wanted),
      entriesEnd: line.end,
    };
  }

  #chart(column: number): OutlinedChart {
    const line = this.#line;
    if (line === undefined) throw new LineError('ends too early', this.#bytes.length);
    const name = this.#keyAt(line, column);
    const value = this.#text(line.valueStart, line.valueEnd);
    const keep = this.#wanted(name);
    this.#advance();
    if (!['', '[]'].includes(value)) return this.#chartInBrackets(name, line);
    const dash = this.#line !== undefined && this.#line.dash >= column ? this.#line.dash : undefined;
    if (value !== '' && dash !== undefined)
      throw new LineError(`lists the chart ${name} in two styles`, line.start);
    const versions: OutlinedVersion[] = [];
    let { end } = line;
    for (let dashes = dash; dashes !== undefined && this.#line?.dash === dashes; dashes = dash) {
      const version = this.#version(dashes, keep);
      end = version.end;
      if (keep) versions.push(version);
    }
    const list = {
      style: 'block',
      start: line.end,
      column,
      ...defined({ dash }),
    } as const;
    return { name, start: line.start, end, list, versions };
  }

  #chartInBrackets(name: string, { start, end, valueStart, valueEnd }: Line): OutlinedChart {
    const brackets = { start: valueStart, end: valueEnd };
    const versions = this.#wanted(name) ? versionsInBrackets(this.#bytes, brackets, name) : [];
    return { name, start, end, list: { style: 'flow', ...brackets }, versions };
  }

  #version(dash: number, keep: boolean): OutlinedVersion {
    const first = this.#line;
    if (first === undefined) throw new LineError('ends too early', this.#bytes.length);
    const members: (readonly [string, string])[] = [];
    let line: Line | undefined = first;
    let end = first.end;
    while (line !== undefined && (line === first || line.indent > dash)) {
      const isMember = line.column === first.column && (line === first || line.dash < 0);
      if (keep && isMember)
        members.push([this.#text(line.keyStart, line.keyEnd), this.#text(line.valueStart, line.valueEnd)]);
      end = line.end;
      this.#advance();
      line = this.#line;
    }
    const inBraces = keep ? versionInBraces(this.#bytes, first.valueStart) : undefined;
    return { start: first.start, end, ...(inBraces ?? fieldsOf(members)) };
  }

  /** Passes over what belongs to a key of the top; lists may stand in its own column. */
  #skipBelow(column: number, owner: Line): void {
    while (
      this.#line !== undefined &&
      (this.#line.indent > column || (this.#line.dash === column && owner.valueStart === owner.valueEnd))
    ) {
      this.#advance();
    }
  }

  #keyAt(line: Line, column: number): string {
    const raw = this.#text(line.keyStart, line.keyEnd);
    const key = line.dash < 0 && line.column === column && raw !== '' ? plainText(raw) : undefined;
    if (key === undefined || /^(?:---|\.\.\.|%)/.test(raw))
      throw new LineError('has a line that is no key', line.start);
    return key;
  }

  #text(start: number, end: number): string {
    return Buffer.from(this.#bytes.buffer, this.#bytes.byteOffset + start, end - start).toString('utf8');
  }
}

/** A return without a line end is a line end of its own to some readers and none to others. */
function refuseLoneReturns(bytes: Uint8Array): void {
  for (let at = bytes.indexOf(0x0d); at >= 0; at = bytes.indexOf(0x0d, at + 1)) {
    if (bytes[at + 1] !== 0x0a) throw new LineError('has a carriage return without a line feed', at);
  }
}
