import type { Effects, Reads } from '@launchway/core';
import { type Clone, gitIn, tip } from './clone.ts';
import type { Changes } from './tree.ts';
import { troubleWith } from './trouble.ts';

export interface CommitRequest {
  readonly message: string;
  readonly identity: Identity;
}

/** Author and committer as git writes them into a commit, time included. */
export interface Identity {
  readonly author: string;
  readonly committer: string;
}

/** The ref of a clone that is to become the catalogue's branch. */
export const published = 'refs/launchway/published';

/**
 * Makes a commit of the changes on the clone's tip, as {@link published}. It goes through `git fast-import`: no file of
 * the catalogue is checked out, and only the folders that change are read.
 */
export async function commitChanges(
  clone: Clone,
  changes: Changes,
  request: CommitRequest,
  effects: Effects,
): Promise<void> {
  const [argv, options] = gitIn(clone, ['fast-import', '--quiet', '--force', '--done']);
  const answer = await effects.exec(argv, {
    ...options,
    input: importStream(clone.isThere ? tip : undefined, changes, request),
  });
  if (answer.exitCode !== 0) throw troubleWith(clone, answer);
}

/** The commit in the language of `git fast-import`. */
function importStream(
  parent: string | undefined,
  changes: Changes,
  { message, identity }: CommitRequest,
): Uint8Array {
  const text = Buffer.from(message.endsWith('\n') ? message : `${message}\n`);
  const head = [
    `commit ${published}`,
    `author ${identity.author}`,
    `committer ${identity.committer}`,
    `data ${text.length}`,
    '',
  ];
  const parts: Uint8Array[] = [Buffer.from(head.join('\n')), text];
  if (parent !== undefined) parts.push(Buffer.from(`from ${parent}^0\n`));
  for (const [path, bytes] of changes) {
    if (bytes === null) parts.push(Buffer.from(`D ${quoted(path)}\n`));
    else
      parts.push(
        Buffer.from(`M 100644 inline ${quoted(path)}\ndata ${bytes.length}\n`),
        bytes,
        Buffer.from('\n'),
      );
  }
  return Buffer.concat([...parts, Buffer.from('\ndone\n')]);
}

const quoted = (path: string): string =>
  `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

const bot = 'launchway <launchway@noreply.invalid>';

/**
 * Gives whom git knows in the user's repository, or the one who was named, with the time git would write.
 * @param named `Name <address>`
 */
export async function identityOf(named: string | null, reads: Reads): Promise<Identity> {
  const now = `${Math.floor(reads.now() / 1000)} +0000`;
  const ident = async (name: string): Promise<string> => {
    const argv = ['git', '-c', 'user.useConfigOnly=true', 'var', name];
    const { exitCode, stdout } = await reads.query(argv, { exitCodes: [0, 1, 128] });
    return exitCode === 0 && stdout.trim() !== '' ? stdout.trim() : `${bot} ${now}`;
  };
  const [author, committer] = [await ident('GIT_AUTHOR_IDENT'), await ident('GIT_COMMITTER_IDENT')];
  const [time = now] = / \d+ [-+]\d{4}$/.exec(author) ?? [` ${now}`];
  return named === null ? { author, committer } : { author: named + time, committer: named + time };
}
