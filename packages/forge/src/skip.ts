/**
 * Tells whether a commit's message keeps a forge from starting pipelines. It is the message of the commit that counts, also
 * for a tag's pipeline; the tag's own message does not.
 * @returns the words that do it
 */
export function skipWords(forge: 'gitlab' | 'github', message: string): string | undefined {
  if (forge === 'gitlab') return /\[(?:ci[ _-]skip|skip[ _-]ci)\]/i.exec(message)?.[0];
  const inline = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/i.exec(message)?.[0];
  return inline ?? /(?:^|\n)(skip-checks:\s*true)\s*$/i.exec(message)?.[1];
}
