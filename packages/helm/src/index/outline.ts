import { resolvePlain, scalarText } from '../yaml/scalar.ts';
import { type Line, LineError, LineReader } from './lines.ts';

/** One version in the list of a chart, by its place in the text. */
export interface OutlinedVersion {
  readonly start: number;
  /** Behind its last line that says something. */
  readonly end: number;
  /** Absent where the text does not say it plainly. */
  readonly version?: string;
  readonly digest?: string;
  readonly created?: string;
}

/** One chart of an index, by its place in the text. */
export interface OutlinedChart {
  readonly name: string;
  readonly start: number;
  /** Column of its name. */
  readonly column: number;
  /** Behind the line of its name. */
  readonly listStart: number;
  readonly end: number;
  /** Column of the dashes of its list, absent when it is empty. */
  readonly dash?: number;
  readonly versions: readonly OutlinedVersion[];
}

/** The shape of an index, without the parts that do not matter for adding to it. */
export interface Outline {
  /** The line of `entries`. */
  readonly entries: Line;
  /** Behind the last line of the entries. */
  readonly entriesEnd: number;
  /** Column of the charts' names, absent when there are none. */
  readonly nameColumn?: number;
  readonly charts: readonly OutlinedChart[];
  readonly generated?: Line;
  readonly keys: readonly string[];
}

/**
 * Finds the charts of an index, and the versions of those that are asked for, in one pass over its bytes.
 * @param wanted tells whether a chart's versions matter
 * @throws {LineError} for a form to which nothing can be added safely
 */
export function outlineIndex(bytes: Uint8Array, wanted: (name: string) => boolean): Outline {
  refuseLoneReturns(bytes);
  return new Outliner(bytes, wanted).outline();
}

class Outliner {
  private readonly bytes: Uint8Array;
  private readonly reader: LineReader;
  private readonly wanted: (name: string) => boolean;
  private line: Line | undefined;

  constructor(bytes: Uint8Array, wanted: (name: string) => boolean) {
    this.bytes = bytes;
    this.reader = new LineReader(bytes, bytes[0] === 0xef ? 3 : 0);
    this.wanted = wanted;
    this.line = this.reader.next();
  }

  outline(): Outline {
    this.skipDocumentStart();
    const top = new Map<string, Line>();
    let entries: Pick<Outline, 'charts' | 'entriesEnd' | 'nameColumn'> | undefined;
    while (this.line !== undefined) {
      const line = this.line;
      const key = this.keyAt(line, 0);
      if (top.has(key)) throw new LineError(`has the key ${key} twice`, line.start);
      top.set(key, line);
      this.advance();
      if (key === 'entries') entries = this.charts(line);
      else this.skipBelow(0, line);
    }
    const line = top.get('entries');
    if (line === undefined || entries === undefined) throw new LineError('has no key "entries"', 0);
    if (!top.has('apiVersion')) throw new LineError('has no key "apiVersion"', 0);
    const generated = top.get('generated');
    return {
      ...entries,
      entries: line,
      keys: [...top.keys()],
      ...(generated === undefined ? {} : { generated }),
    };
  }

  private advance(): void {
    this.line = this.reader.next();
  }

  private skipDocumentStart(): void {
    const { line } = this;
    if (line !== undefined && this.text(line.start, line.end).trimEnd() === '---') this.advance();
  }

  private charts(entries: Line): Pick<Outline, 'charts' | 'entriesEnd' | 'nameColumn'> {
    const first = this.line;
    const value = this.text(entries.valueStart, entries.valueEnd);
    if (value !== '' && !['{}', 'null', '~'].includes(value))
      throw new LineError('has entries in flow style', entries.start);
    if (first === undefined || first.indent === 0) return { charts: [], entriesEnd: entries.end };
    if (value !== '') throw new LineError('has entries in two styles', entries.start);
    const charts: OutlinedChart[] = [];
    const names = new Set<string>();
    while (this.line !== undefined && this.line.indent > 0) {
      const chart = this.chart(first.indent);
      if (names.has(chart.name)) throw new LineError(`lists the chart ${chart.name} twice`, chart.start);
      names.add(chart.name);
      charts.push(chart);
    }
    return { charts, entriesEnd: charts.at(-1)?.end ?? entries.end, nameColumn: first.indent };
  }

  private chart(column: number): OutlinedChart {
    const line = this.line;
    if (line === undefined) throw new LineError('ends too early', this.bytes.length);
    const name = this.keyAt(line, column);
    const value = this.text(line.valueStart, line.valueEnd);
    if (value !== '' && value !== '[]')
      throw new LineError(`lists the chart ${name} in flow style`, line.start);
    const keep = this.wanted(name);
    const versions: OutlinedVersion[] = [];
    let end = line.end;
    this.advance();
    const dash = this.line !== undefined && this.line.dash >= column ? this.line.dash : undefined;
    if (value !== '' && dash !== undefined)
      throw new LineError(`lists the chart ${name} in two styles`, line.start);
    for (let dashes = dash; dashes !== undefined && this.line?.dash === dashes; dashes = dash) {
      const version = this.version(dashes, keep);
      end = version.end;
      if (keep) versions.push(version);
    }
    return {
      name,
      column,
      start: line.start,
      listStart: line.end,
      end,
      versions,
      ...(dash === undefined ? {} : { dash }),
    };
  }

  private version(dash: number, keep: boolean): OutlinedVersion {
    const first = this.line;
    if (first === undefined) throw new LineError('ends too early', this.bytes.length);
    const fields: Record<string, string> = {};
    let line: Line | undefined = first;
    let end = first.end;
    while (line !== undefined && (line === first || line.indent > dash)) {
      if (keep && line.column === first.column && (line === first || line.dash < 0)) this.note(line, fields);
      end = line.end;
      this.advance();
      line = this.line;
    }
    const { version, digest, created } = fields;
    return {
      start: first.start,
      end,
      ...(version ? { version } : {}),
      ...(digest ? { digest } : {}),
      ...(created ? { created } : {}),
    };
  }

  private note(line: Line, fields: Record<string, string>): void {
    const key = this.text(line.keyStart, line.keyEnd);
    if (key !== 'version' && key !== 'digest' && key !== 'created') return;
    fields[key] = plainText(this.text(line.valueStart, line.valueEnd)) ?? '';
  }

  /** Passes over what belongs to a key of the top; lists may stand in its own column. */
  private skipBelow(column: number, owner: Line): void {
    while (
      this.line !== undefined &&
      (this.line.indent > column || (this.line.dash === column && owner.valueStart === owner.valueEnd))
    ) {
      this.advance();
    }
  }

  private keyAt(line: Line, column: number): string {
    const raw = this.text(line.keyStart, line.keyEnd);
    const key = line.dash < 0 && line.column === column && raw !== '' ? plainText(raw) : undefined;
    if (key === undefined || /^(?:---|\.\.\.|%)/.test(raw))
      throw new LineError('has a line that is no key', line.start);
    return key;
  }

  private text(start: number, end: number): string {
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, end - start).toString('utf8');
  }
}

/** Gives what a scalar on one line says, or nothing for a form that says it in a roundabout way. */
export function plainText(raw: string): string | undefined {
  if (raw === '' || /[\r\n]/.test(raw) || /^[*&!|>[{?%@`]/.test(raw)) return undefined;
  if (raw.startsWith("'")) return raw.slice(1, -1).replaceAll("''", "'");
  if (raw.startsWith('"'))
    return /\\(?!["\\/])/.test(raw) ? undefined : raw.slice(1, -1).replace(/\\(.)/g, '$1');
  const { value } = resolvePlain(raw);
  return value === null ? undefined : scalarText(value);
}

/** A return without a line end is a line end of its own to some readers and none to others. */
function refuseLoneReturns(bytes: Uint8Array): void {
  for (let at = bytes.indexOf(0x0d); at >= 0; at = bytes.indexOf(0x0d, at + 1)) {
    if (bytes[at + 1] !== 0x0a) throw new LineError('has a carriage return without a line feed', at);
  }
}
