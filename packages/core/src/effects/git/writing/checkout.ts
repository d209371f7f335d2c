import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inFolder } from '../../scratch.ts';
import { type GitPlace, ownIndex, tell } from '../process/place.ts';
import { anotherRepository } from '../process/process.ts';

/** Files as they are in the commit: no line ends of this machine, no large files fetched. */
const asCommitted = [
  '-c',
  'core.autocrlf=false',
  '-c',
  'core.eol=lf',
  '-c',
  'core.attributesFile=/dev/null',
  '-c',
  'core.symlinks=true',
  '-c',
  'filter.lfs.smudge=',
  '-c',
  'filter.lfs.process=',
  '-c',
  'filter.lfs.required=false',
] as const;

/**
 * Writes a commit's files into a folder, with executable bits and symbolic links. Nothing under `.git` changes: the
 * index is a temporary one. Submodules are empty folders, files of Git LFS stay pointers.
 * @param folder made when it is not there
 * @returns the files that stay pointers
 */
export async function checkoutCommit(
  place: GitPlace,
  commit: string,
  folder: string,
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  return inFolder('index', async (scratch) => {
    const env = {
      ...anotherRepository,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_DIR: await tell(place, ['rev-parse', '--absolute-git-dir']),
      GIT_WORK_TREE: folder,
      GIT_INDEX_FILE: join(scratch, 'index'),
    };
    const there = { ...place, cwd: folder };
    await tell(there, [...ownIndex, 'read-tree', commit], { env });
    await tell(there, [...ownIndex, ...asCommitted, 'checkout-index', '--all', '--force', '--quiet'], {
      env,
    });
    const large = ['ls-files', '-z', '--', ':(attr:filter=lfs)'];
    const kept = await tell(there, [...ownIndex, ...asCommitted, ...large], { env });
    return kept.split('\0').filter(Boolean);
  });
}
