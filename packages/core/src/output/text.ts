/**
 * Makes third-party text harmless: the one place where it is done. Commit messages, file names and the answers of
 * servers are data; nothing in them may colour, move or hide what people read, or speak to the CI.
 */

/** Terminal sequences: CSI, OSC and other string sequences, two-character escapes. */
const escapes =
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][\s\S]*?(?:\u0007|\u001b\\|$)|[ -/]*[0-~])|\u009b[0-?]*[ -/]*[@-~]/g;
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Marks that reorder or hide text: bidi, zero-width, line and paragraph separators, tags. */
const hidden =
  /[\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** Gives text without control, escape, bidi and invisible characters; line ends and tabs stay. */
export function harmless(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(escapes, '')
    .replace(controls, '')
    .replace(hidden, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Gives text as one line, cut at a length. */
export function oneLine(text: string, limit = 200): string {
  const line = harmless(text).replace(/\s+/g, ' ').trim();
  return line.length > limit
    ? `${Array.from(line)
        .slice(0, limit - 1)
        .join('')}…`
    : line;
}

/** Gives arguments as they are typed into a shell. */
export const spellCommand = (argv: readonly string[]): string =>
  argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');

/** Makes every text inside a value {@link harmless}, so that what is shown of it is. */
export function cleaned<T>(value: T): T;
export function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return harmless(value);
  if (Array.isArray(value)) return value.map((member: unknown) => cleaned(member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [harmless(key), cleaned(member)]));
}

/**
 * Makes lines that a CI runner would take for its commands into text: `::command::` at the start of a line,
 * `##[command]` anywhere, GitLab's section markers.
 */
export function inert(text: string): string {
  // oxlint-disable-next-line no-control-regex -- our own colours may stand before a command
  const command = /^(\s*(?:\u001b\[[\d;]*m)*\s*):(?=:)/gm;
  return text
    .replace(command, '$1: ')
    .replaceAll('##[', '## [')
    .replace(/\bsection_(start|end):(?=\d)/g, 'section_$1 :');
}

/** Gives JSON that says the same, but holds nothing that a terminal or a CI runner takes for a command. */
export function inertJson(json: string): string {
  const escape = (character: string): string =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join('');
  return json
    .replaceAll('##[', '##\\u005b')
    .replace(/[\u007f-\u009f]/g, escape)
    .replace(hidden, escape);
}
