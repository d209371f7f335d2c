import { staysString } from './reading.ts';

export type QuoteStyle = 'plain' | 'single' | 'double';

/**
 * Writes a string as a YAML scalar on one line, in the style asked for where that reads back as the same string (by
 * YAML 1.1 readers such as helm, and by YAML 1.2), else in double quotes.
 */
export function writeScalar(value: string, style: QuoteStyle): string {
  if (style === 'plain' && isPlainSafe(value)) return value;
  if (style === 'single' && /^[\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe]*$/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return doubleQuoted(value);
}

/** Letters, digits and the marks of versions and names: what no YAML reader takes for syntax. */
function isPlainSafe(value: string): boolean {
  return /^[A-Za-z0-9_.+/](?:[A-Za-z0-9_.+/@~^:-]*[A-Za-z0-9_.+/@~^-])?$/.test(value) && staysString(value);
}

/** Writes a string in double quotes; JSON's escapes are YAML's, further characters that readers break at are escaped too. */
export function doubleQuoted(value: string): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Writes a text as the lines of a literal block scalar, the header first, without a line end after the last.
 * @param indent the spaces before each line of the text
 * @param step how far that is from the key, for the indentation indicator
 * @returns nothing when a block cannot carry the text so that every reader gives it back
 */
export function blockLines(text: string, indent: string, step: number): readonly string[] | undefined {
  if (/^\s*$/.test(text) || /[^\t\n\x20-\x7e\u00a0-\u2027\u202a-\ufefe\uff00-\ufffd]/.test(text))
    return undefined;
  const ending = /\n*$/.exec(text)?.[0].length ?? 0;
  const lines = text.slice(0, text.length - ending).split('\n');
  if (/^[ \t]+$/.test(lines[0] ?? '') || /^[ \t]+$/.test(lines.at(-1) ?? '')) return undefined;
  const needsIndicator = /^\n*[ \t]/.test(text) || lines[0] === '';
  const header = `|${needsIndicator ? step : ''}${['-', ''][ending] ?? '+'}`;
  const trailing = Array.from({ length: Math.max(0, ending - 1) }, () => '');
  return [header, ...lines.map((line) => (line === '' ? '' : indent + line)), ...trailing];
}
