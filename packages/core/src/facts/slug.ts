/**
 * Gives what GitLab calls `CI_COMMIT_REF_SLUG` (`Gitlab::Utils.slugify`): lower case, one `-` for each character that
 * is no letter or digit, cut to 63 and only then freed of `-` at both ends. May be empty.
 */
export function refSlug(ref: string): string {
  return Array.from(ref.toLowerCase())
    .map((character) => (/[a-z0-9]/.test(character) ? character : '-'))
    .slice(0, 63)
    .join('')
    .replace(/^-+|-+$/g, '');
}
