import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { notAFile } from '../../../git/not-a-file.ts';
import type { CommittedFile, GitWrites } from '../../../model/ports.ts';
import { ReleaseError } from '../../../model/problem.ts';
import { createFiles } from '../../files.ts';
import type { GitPlace } from '../process/place.ts';
import { makeBlob, makeCommit } from './commit.ts';
import { follow } from './follow.ts';
import { pushRefs } from './push.ts';
import { makeTag } from './tag.ts';

/** The git actions of the commit point, in one repository. */
export function createGitWrites(place: GitPlace): GitWrites {
  return {
    commit: (request) => makeCommit(place, request),
    blob: (content) => makeBlob(place, content),
    tag: (request) => makeTag(place, request),
    push: (request) => pushRefs(place, request),
    writeFiles: (files) => writeFiles(place, files),
    follow: (request) => follow(place, request),
  };
}

/**
 * Writes files into the working tree; one that is there keeps its mode.
 * @throws COMMIT_NOT_A_FILE for a link or a folder, FILE_OUTSIDE
 */
async function writeFiles({ cwd }: GitPlace, files: readonly CommittedFile[]): Promise<void> {
  const writer = createFiles();
  writer.open(cwd);
  for (const { path } of files) {
    const found = await lstat(join(cwd, path)).catch(() => undefined);
    if (found === undefined || found.isFile()) continue;
    throw new ReleaseError([notAFile(path, 'the working tree')]);
  }
  for (const { path, content } of files) await writer.write(join(cwd, path), content);
}
