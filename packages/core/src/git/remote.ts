import { ReleaseError } from '../model/problem.ts';
import { describeTrouble } from './failures.ts';
import { gitProblems } from './problems.ts';
import { hideUserinfo } from './userinfo.ts';
import { parseRemoteRefs, type RemoteRef, remotePatterns } from './refs.ts';

/** How git ended, and what it wrote. */
export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs git and gives its answer, whatever the exit code. With an address, git gets the credential for it.
 * Both sides of the border use it: probes through `Reads.query`, the commit point through its own processes.
 */
export type RunGit = (args: readonly string[], address?: string) => Promise<GitAnswer>;

/** Arguments of a fetch that brings objects and writes no ref, whatever is configured. */
export const fetchOnly = [
  '-c',
  'fetch.writeCommitGraph=false',
  'fetch',
  '--quiet',
  '--no-write-fetch-head',
  '--no-tags',
  '--refmap=',
  '--no-prune',
  '--no-prune-tags',
  '--no-recurse-submodules',
  '--no-auto-maintenance',
] as const;

/** A remote as git is to be told of it. */
export interface Remote {
  /** The name it was asked for by. */
  readonly name: string;
  /** The address that is pushed to. */
  readonly url: string;
  /** What to give git for reading: the name, or the address where reading would go elsewhere. */
  readonly target: string;
}

/**
 * Finds the one address of a remote that is pushed to. What is read of a remote is read there too.
 * @throws REMOTE_NOT_FOUND, REMOTE_SEVERAL
 */
export async function findRemote(run: RunGit, name: string): Promise<Remote> {
  const push = await run(['remote', 'get-url', '--push', '--all', name]);
  if (push.exitCode !== 0) return unnamedRemote(name);
  const [url = '', ...others] = push.stdout.trim().split('\n');
  if (others.length > 0) {
    throw gitProblems.refusal('REMOTE_SEVERAL', {
      message: `The remote ${name} has ${others.length + 1} push addresses, and a release is pushed to one.`,
      fix: 'Name a remote with one push address: git({ remote }).',
    });
  }
  if (/^(?:ext|fd)::/.test(url)) throw untrusted(name, url);
  const fetched = await run(['remote', 'get-url', name]);
  return { name, url, target: fetched.stdout.trim() === url ? name : url };
}

/** Git's transports that run a command, or talk to a file descriptor of whoever started git. */
function untrusted(name: string, url: string): ReleaseError {
  return gitProblems.refusal('REMOTE_NOT_FOUND', {
    message: `The address of the remote ${name} begins with ${url.slice(0, url.indexOf('::') + 2)}, which is no place that a release could be pushed to.`,
    fix: `Give it the address of a repository: \`git remote set-url ${name} ADDRESS\`.`,
  });
}

function unnamedRemote(name: string): Remote {
  if (/[/:\\]/.test(name)) return { name, url: name, target: name };
  throw gitProblems.refusal('REMOTE_NOT_FOUND', {
    message: `This repository has no remote named ${name}.`,
    fix: `Add it with \`git remote add ${name} ADDRESS\`, or name another: git({ remote }).`,
  });
}

/**
 * Asks a remote for refs by their full names; those it has not are not in the answer.
 * @param source where the credential came from, for messages
 * @throws PUSH_DENIED, REMOTE_NOT_FOUND, REMOTE_PROXY, REMOTE_CERTIFICATE, REMOTE_UNREACHABLE (transient)
 */
export async function listRemote(
  run: RunGit,
  remote: Remote,
  refs: readonly string[],
  source?: string,
): Promise<ReadonlyMap<string, RemoteRef>> {
  const answer = await run(
    ['ls-remote', '--quiet', '--', remote.target, ...remotePatterns(refs)],
    remote.url,
  );
  if (answer.exitCode !== 0) throw troubleWith(remote, answer, source);
  const found = parseRemoteRefs(answer.stdout);
  return new Map([...found].filter(([ref]) => refs.includes(ref)));
}

/** Makes the error for a git command that failed at a remote. */
export function troubleWith(remote: Remote, { stderr, exitCode }: GitAnswer, source?: string): ReleaseError {
  const trouble = describeTrouble(stderr, remote.name, source);
  if (trouble !== undefined)
    return new ReleaseError([trouble.problem], 'refused', undefined, trouble.transient);
  return gitProblems.refusal('REMOTE_UNREACHABLE', {
    message: `Git could not speak with the remote ${remote.name} (exit code ${exitCode}): ${hideUserinfo(stderr).trim() || 'it said nothing'}`,
    fix: 'Mend what git says, and run again.',
  });
}
