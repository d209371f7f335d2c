import type { GoValue } from '../yaml/emit.ts';

const unsafe: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** White space between the parts of a JSON text. */
export interface JsonLayout {
  /** Behind colons and, where all is on one line, behind commas. */
  readonly gap: string;
  /** Indentation of a level; where it is told, every member and item has a line of its own. */
  readonly unit?: string;
  /** Indentation of the line on which the value begins. */
  readonly margin?: string;
}

/**
 * Writes a value as Go's encoding/json does: members as they come, `<`, `>` and `&` escaped; without white space unless
 * a layout is given.
 */
export function goJson(value: GoValue, layout: JsonLayout = { gap: '' }): string {
  if (typeof value === 'string')
    return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (one) => unsafe[one] ?? one);
  if (value === null || typeof value !== 'object') return String(value);
  const inner = layout.unit === undefined ? layout : { ...layout, margin: marginBelow(layout) };
  if (Array.isArray(value)) {
    const items = value.map((item: GoValue) => goJson(item, inner));
    return bracketed('[]', items, layout);
  }
  const members = Object.entries(value).filter(
    (member): member is [string, GoValue] => member[1] !== undefined,
  );
  // Names that are numbers come first in a JavaScript object; only mappings have them, and Go sorts those by bytes.
  if (members.some(([key]) => /^\d+$/.test(key)))
    members.sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  const texts = members.map(([key, member]) => `${goJson(key)}:${layout.gap}${goJson(member, inner)}`);
  return bracketed('{}', texts, layout);
}

const marginBelow = ({ margin = '', unit = '' }: JsonLayout): string => margin + unit;

function bracketed(brackets: '[]' | '{}', parts: readonly string[], layout: JsonLayout): string {
  const [open = '', close = ''] = brackets;
  const { gap, unit, margin = '' } = layout;
  if (unit === undefined || parts.length === 0) return `${open}${parts.join(`,${gap}`)}${close}`;
  const line = `\n${marginBelow(layout)}`;
  return `${open}${line}${parts.join(`,${line}`)}\n${margin}${close}`;
}
