import { type Deferred, known } from '@launchway/core';

/** A file and its digest, in lower-case hex. */
export type ListedFile = { readonly name: string; readonly sha256: Deferred<string> };

/**
 * Gives the text that `sha256sum --check` reads: a line a file, by name.
 * @throws TypeError where a digest is not known; the core fills all in before the step runs
 */
export function checksumsText(files: readonly ListedFile[]): string {
  const lines = files.map(({ name, sha256 }) => {
    const digest = known(sha256);
    if (digest === undefined) throw new TypeError(`The digest of ${name} must be known before it is listed.`);
    return { name, line: `${digest}  ${name}\n` };
  });
  return lines
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .map(({ line }) => line)
    .join('');
}
