/** Writes a list of arguments as one line of a POSIX shell; variables in it are expanded, nothing else is. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ');
}

/** Writes one argument. */
export function shellWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return word.includes('$')
    ? `"${word.replaceAll(/["\\`]/g, String.raw`\$&`)}"`
    : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
