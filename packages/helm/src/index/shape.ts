import { resolvePlain, scalarText } from '../yaml/scalar.ts';
import type { Span } from './flow.ts';

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
  readonly end: number;
  readonly list: BlockList | FlowCollection;
  readonly versions: readonly OutlinedVersion[];
}

/** A list with a line for each of its items. */
export interface BlockList {
  readonly style: 'block';
  /** Behind the line of the chart's name. */
  readonly start: number;
  /** Column of the chart's name. */
  readonly column: number;
  /** Column of the dashes, absent when the list is empty. */
  readonly dash?: number;
}

/** A list or a mapping in brackets or braces, which belong to its span. */
export interface FlowCollection extends Span {
  readonly style: 'flow';
}

/** The line of `entries`, in an index that has one line for each chart. */
export interface BlockEntries extends Span {
  readonly style: 'block';
  /** Column of the charts' names, absent when there are none. */
  readonly nameColumn?: number;
}

/** The shape of an index, without the parts that do not matter for adding to it. */
export interface Outline {
  readonly entries: BlockEntries | FlowCollection;
  /** Behind all that belongs to the entries. */
  readonly entriesEnd: number;
  readonly charts: readonly OutlinedChart[];
  /** The time behind `generated`; not plain where it takes more than its line, or is not there. */
  readonly generated?: Span & { readonly isPlain: boolean };
  /** The whole index, where it is one mapping in braces. */
  readonly braces?: Span;
}

/** Gives what a scalar on one line says, or nothing for a form that says it in a roundabout way. */
export function plainText(raw: string): string | undefined {
  if (raw === '' || /[\r\n]/.test(raw) || /^[*&!|>[{?%@`]/.test(raw)) return undefined;
  if (raw.startsWith("'")) return raw.slice(1, -1).replaceAll("''", "'");
  if (raw.startsWith('"')) return unescaped(raw);
  const { value } = resolvePlain(raw);
  return value === null ? undefined : scalarText(value);
}

/** Escapes are read where JSON has them too. */
function unescaped(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

/** Gives what the members of a version say of it, as far as they say it plainly. */
export function fieldsOf(
  members: Iterable<readonly [key: string, value: string]>,
): Pick<OutlinedVersion, 'version' | 'digest' | 'created'> {
  const fields: Record<string, string | undefined> = {};
  for (const [raw, value] of members) {
    const key = plainText(raw) ?? '';
    if (['version', 'digest', 'created'].includes(key)) fields[key] = plainText(value);
  }
  const { version, digest, created } = fields;
  return {
    ...(version ? { version } : {}),
    ...(digest ? { digest } : {}),
    ...(created ? { created } : {}),
  };
}
