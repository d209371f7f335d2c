import { type Effects, isReleaseError } from '@launchway/core';
import type { Forge } from '@launchway/forge';
import { isDenied } from '../access/access.ts';
import { remove } from './api.ts';
import type { LocalFile, RemoteFile } from './package.ts';

/**
 * Takes out of a package what two runs have uploaded at once, which GitLab would hold twice: of a name the first file stays,
 * whoever it is of, and those of ours behind it go.
 * @param uploaded by this run
 * @param remote by age
 * @returns what the package holds then
 */
export async function removeSurplus(
  uploaded: readonly LocalFile[],
  remote: readonly RemoteFile[],
  forge: Forge,
  effects: Effects,
): Promise<readonly RemoteFile[]> {
  const gone = new Set<RemoteFile>();
  for (const file of surplusOf(uploaded, remote)) if (await isRemoved(file, forge, effects)) gone.add(file);
  return remote.filter((file) => !gone.has(file));
}

const surplusOf = (uploaded: readonly LocalFile[], remote: readonly RemoteFile[]): readonly RemoteFile[] =>
  uploaded.flatMap(({ name, sha256 }) => {
    const [, ...later] = remote.filter((file) => file.name === name);
    return later.filter((file) => file.sha256 === sha256);
  });

/** Whether a file is gone, by whosever hand. That one stays because the token may not delete fails no release. */
async function isRemoved(file: RemoteFile, forge: Forge, { say }: Effects): Promise<boolean> {
  try {
    await remove(file, forge);
    return true;
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    if (isDenied(error, ['FORGE_NOT_FOUND'])) return true;
    say(`Two runs have uploaded ${file.name} at once, and the one that came later could not be removed.`);
    return false;
  }
}
