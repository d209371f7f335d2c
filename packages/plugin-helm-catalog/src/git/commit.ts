import type { Effects, Reads } from '@launchway/core';
import { type Clone, gitIn, troubleWith } from './clone.ts';
import type { Changes } from './tree.ts';

export interface CommitRequest {
  readonly message: string;
  /** `Name <address>`; whom git knows where it is nothing. */
  readonly author: string | null;
}

/**
 * Makes a commit of the changes on the clone's tip and gives its name. It goes through `git fast-import`: no file of the
 * catalogue is checked out, and only the folders that change are read.
 */
export async function commitChanges(
  clone: Clone,
  changes: Changes,
  request: CommitRequest,
  effects: Effects,
): Promise<string> {
  const input = importStream(clone.tip, changes, request.message, await identityOf(request.author, effects));
  const [argv, options] = gitIn(clone, ['fast-import', '--quiet', '--force', '--done']);
  const answer = await effects.exec(argv, { ...options, input });
  if (answer.exitCode !== 0) throw troubleWith(clone, answer);
  const [parse, settings] = gitIn(clone, ['rev-parse', branch]);
  return (await effects.query(parse, settings)).stdout.trim();
}

const branch = 'refs/launchway/publish';

/** The commit in the language of `git fast-import`. */
function importStream(tip: string | undefined, changes: Changes, message: string, who: Identity): Uint8Array {
  const text = Buffer.from(message.endsWith('\n') ? message : `${message}\n`);
  const head = [
    `commit ${branch}`,
    `author ${who.author}`,
    `committer ${who.committer}`,
    `data ${text.length}`,
    '',
  ];
  const parts: Uint8Array[] = [Buffer.from(head.join('\n')), text];
  if (tip !== undefined) parts.push(Buffer.from(`from ${tip}\n`));
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

interface Identity {
  readonly author: string;
  readonly committer: string;
}

const bot = 'launchway <launchway@noreply.invalid>';

/** Whom git knows in the user's repository, with the time it would write, or the one who was named. */
async function identityOf(named: string | null, reads: Reads): Promise<Identity> {
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
