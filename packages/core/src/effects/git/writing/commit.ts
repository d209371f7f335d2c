import { join } from 'node:path';
import { isTreePath, notAFile } from '../../../git/not-a-file.ts';
import { isSigned } from '../../../git/signing.ts';
import type { CommittedFile, GitWrites, StoredFile } from '../../../model/ports.ts';
import { ReleaseError } from '../../../model/problem.ts';
import { inFolder } from '../../scratch.ts';
import { ask, type GitPlace, ownIndex, tell } from '../process/place.ts';
import { identityEnv } from './identity.ts';
import { refuseSigning } from './signing.ts';

/**
 * Makes a commit object from its parent's own tree with some files changed. Works in an index of its own: the user's
 * index, working tree, HEAD and branches are not touched, and no hook runs. Signed when `commit.gpgSign` is on.
 * @returns the commit's name
 * @throws GIT_IDENTITY_MISSING, SIGNING_FAILED, COMMIT_NOT_A_FILE
 */
export async function makeCommit(
  place: GitPlace,
  request: Parameters<GitWrites['commit']>[0],
): Promise<string> {
  const [identity, signed, entries] = await Promise.all([
    identityEnv(place),
    isSigned((args) => ask(place, args), 'commit'),
    indexEntries(place, request.parent, request.files),
  ]);
  const tree = await writeTree(place, request.parent, entries);
  const args = [...unicode, 'commit-tree', tree, '-p', request.parent, '-F', '-', ...(signed ? ['-S'] : [])];
  const made = tell(place, args, { env: identity, input: withLineEnd(request.message) });
  return signed ? refuseSigning('The release commit', made) : made;
}

const unicode = ['-c', 'i18n.commitEncoding=UTF-8'] as const;

const withLineEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

/** Gives the lines of the files for `git update-index --index-info`, each with the mode it had. */
async function indexEntries(
  place: GitPlace,
  parent: string,
  files: readonly (CommittedFile | StoredFile)[],
): Promise<readonly string[]> {
  const modes = await modesOf(
    place,
    parent,
    files.map(({ path }) => path),
  );
  const entries = await Promise.all(
    files.map(async (file) => {
      const mode = modes.get(file.path) ?? '100644';
      if (!mode.startsWith('100') || !isTreePath(file.path))
        throw new ReleaseError([notAFile(file.path, 'the commit that the release is made from')]);
      const blob = 'blob' in file ? file.blob : await makeBlob(place, file.content);
      return blob === null
        ? `0 ${'0'.repeat(parent.length)}\t${file.path}\0`
        : `${mode} ${blob} 0\t${file.path}\0`;
    }),
  );
  // A file that gives way to a folder of its name goes first.
  return entries.sort((left, right) => Number(right.startsWith('0 ')) - Number(left.startsWith('0 ')));
}

/** Writes a content as an object. Gives its name. */
export function makeBlob(place: GitPlace, content: string | Uint8Array): Promise<string> {
  return tell(place, ['hash-object', '-w', '--stdin'], { input: content });
}

async function modesOf(
  place: GitPlace,
  commit: string,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const output = await tell(place, ['ls-tree', '-z', '--full-tree', commit, '--', ...paths]);
  const lines = output.split('\0').filter((line) => line !== '');
  return new Map(lines.map((line) => [line.slice(line.indexOf('\t') + 1), line.slice(0, 6)]));
}

async function writeTree(place: GitPlace, parent: string, entries: readonly string[]): Promise<string> {
  return inFolder('index', async (folder) => {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    await tell(place, [...ownIndex, 'read-tree', parent], { env });
    await tell(place, [...ownIndex, 'update-index', '-z', '--index-info'], { env, input: entries.join('') });
    return tell(place, [...ownIndex, 'write-tree', '--missing-ok'], { env });
  });
}
