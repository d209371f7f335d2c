import { compareKeys } from './order.ts';
import { formatFloat } from './scalar.ts';
import { isMultiline, writeText } from './scalar-style.ts';

/** A value as Go's JSON knows it, integers apart from floating point numbers. Absent members are left out. */
export type GoValue = null | boolean | bigint | number | string | readonly GoValue[] | GoMapping;

/** A mapping as Go's JSON knows it. */
export type GoMapping = { readonly [key: string]: GoValue | undefined };

const indentStep = 2;
/** Longer keys, in bytes, are written behind a question mark. */
const longestKey = 128;

/**
 * Writes a document byte for byte as helm does (sigs.k8s.io/yaml over go-yaml v2): keys in natural order, lists at the
 * indentation of their key, lines folded behind column 80.
 */
export function emitYaml(value: GoValue): string {
  if (isMapping(value) && members(value).length > 0) return mapping(value, 0, false);
  if (Array.isArray(value) && value.length > 0) return list(value, 0);
  return `${scalar(value, 0, 0)}\n`;
}

/** Writes one item of a list whose dash stands in the column `indent`. Ends with a line end. */
export function emitItem(value: GoValue, indent: number): string {
  return `${' '.repeat(indent)}-${node(value, indent, indent + 1, 'item')}`;
}

/** Writes a key as it stands before the colon, in the column it is meant for. */
export function emitKey(key: string, column: number): string {
  return writeText(key, { indent: column + indentStep, column, foldable: false }, false);
}

/** Writes what follows a key's colon or a dash, the line end included. */
function node(value: GoValue, indent: number, column: number, parent: 'key' | 'item'): string {
  if (Array.isArray(value) && value.length > 0) {
    if (parent === 'key') return `\n${list(value, indent)}`;
    return ` ${list(value, indent + indentStep).trimStart()}`;
  }
  if (isMapping(value) && members(value).length > 0) {
    return parent === 'key'
      ? `\n${mapping(value, indent + indentStep, false)}`
      : ` ${mapping(value, indent + indentStep, true)}`;
  }
  const text = scalar(value, indent + indentStep, column + 1);
  const endsItself = text.startsWith('|') && typeof value === 'string' && isMultiline(value.slice(-1));
  return ` ${text}${endsItself ? '' : '\n'}`;
}

const list = (items: readonly GoValue[], indent: number): string =>
  items.map((item) => emitItem(item, indent)).join('');

/** @param begun whether the first key follows a dash on its line */
function mapping(value: GoMapping, indent: number, begun: boolean): string {
  return members(value)
    .map(([key, member], at) => {
      const margin = at === 0 && begun ? '' : ' '.repeat(indent);
      return `${margin}${entry(key, member, indent)}`;
    })
    .join('');
}

function entry(key: string, member: GoValue, indent: number): string {
  if (isMultiline(key) || Buffer.byteLength(key) > longestKey) return longEntry(key, member, indent);
  const text = emitKey(key, indent);
  return `${text}:${node(member, indent, indent + Array.from(text).length + 1, 'key')}`;
}

function longEntry(key: string, member: GoValue, indent: number): string {
  const column = indent + indentStep;
  const text = writeText(key, { indent: column, column, foldable: true });
  const ends = text.startsWith('|') && isMultiline(key.slice(-1)) ? '' : '\n';
  return `? ${text}${ends}${' '.repeat(indent)}:${node(member, indent, indent + 1, 'item')}`;
}

function members(value: GoMapping): [string, GoValue][] {
  return Object.entries(value)
    .filter((member): member is [string, GoValue] => member[1] !== undefined)
    .sort(([left], [right]) => compareKeys(left, right));
}

function scalar(value: GoValue, indent: number, column: number): string {
  if (value === null) return 'null';
  if (typeof value === 'string') return writeText(value, { indent, column, foldable: true });
  if (typeof value === 'number') return floatText(value);
  if (typeof value === 'object') return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  if (!Number.isFinite(value)) return value > 0 ? '.inf' : '-.inf';
  return formatFloat(value);
}

function isMapping(value: GoValue): value is GoMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
