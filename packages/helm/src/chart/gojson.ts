import type { GoValue } from '../yaml/emit.ts';

const unsafe: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** Writes a value as Go's encoding/json does: members as they come, no white space, `<`, `>` and `&` escaped. */
export function goJson(value: GoValue): string {
  if (typeof value === 'string')
    return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (one) => unsafe[one] ?? one);
  if (value === null || typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map((item: GoValue) => goJson(item)).join(',')}]`;
  const members = Object.entries(value).filter(
    (member): member is [string, GoValue] => member[1] !== undefined,
  );
  // Names that are numbers come first in a JavaScript object; only mappings have them, and Go sorts those by bytes.
  if (members.some(([key]) => /^\d+$/.test(key)))
    members.sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  return `{${members.map(([key, member]) => `${goJson(key)}:${goJson(member)}`).join(',')}}`;
}
