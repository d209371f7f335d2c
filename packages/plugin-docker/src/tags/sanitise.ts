/** The longest tag a registry takes (distribution/reference). */
export const longestTag = 128;

/** Replaces each run of characters that no tag may have by one `-`. */
export function replaceIllegal(text: string): string {
  return text.replace(/[^a-zA-Z0-9._-]+/g, '-');
}

/** Gives a legal tag: illegal characters replaced, leading `.` and `-` dropped, cut to 128. May be empty. */
export function sanitiseTag(text: string): string {
  return replaceIllegal(text)
    .replace(/^[.-]+/, '')
    .slice(0, longestTag);
}
