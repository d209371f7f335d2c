import { basename, dirname, resolve } from 'node:path';
import type { Reads } from '@launchway/core';
import type { GitFacts } from '../tags/context.ts';
import { tagProblems } from '../tags/problems.ts';

/**
 * Reads GitHub's event file; nothing outside GitHub Actions, or where the file is missing.
 * @throws TAG_EVENT_UNREADABLE when the file holds something else than a JSON object
 */
export async function readEvent(reads: Reads, cwd: string): Promise<object | undefined> {
  const given = reads.env('GITHUB_EVENT_PATH');
  if (!given) return undefined;
  const path = resolve(cwd, given);
  const text = await reads.folder(dirname(path)).text(basename(path));
  if (text === undefined) {
    reads.say(`GITHUB_EVENT_PATH names ${given}, which does not exist: the event's details are unknown.`);
    return undefined;
  }
  const event = parseObject(text);
  if (event) return event;
  throw tagProblems.refusal('TAG_EVENT_UNREADABLE', {
    message: `The event file ${given} holds no JSON object.`,
    fix: 'Let GITHUB_EVENT_PATH name the file that GitHub Actions wrote, or unset it.',
    where: { file: given },
  });
}

/** Reads what git says of the commit that is checked out; without a repository, nothing. */
export async function readGit(reads: Reads, cwd: string): Promise<GitFacts> {
  const git = async (...args: readonly string[]): Promise<string | undefined> => {
    const { exitCode, stdout } = await reads.query(['git', ...args], { cwd, exitCodes: [0, 1, 128] });
    return exitCode === 0 && stdout.trim() !== '' ? stdout.trim() : undefined;
  };
  const [sha, commitDate] = (await git('log', '-1', '--format=%H %cI'))?.split(' ') ?? [];
  if (!sha) return {};
  const branch = await git('symbolic-ref', '--quiet', '--short', 'HEAD');
  const tag = branch ? undefined : await git('describe', '--tags', '--exact-match', 'HEAD');
  const remoteHead = await git('symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD');
  const url = pageOf(await git('config', '--get', 'remote.origin.url'));
  const defaultBranch = remoteHead?.replace(/^origin\//, '');
  return {
    sha,
    ...(commitDate ? { commitDate } : {}),
    ...(branch ? { branch } : {}),
    ...(tag ? { tag } : {}),
    ...(defaultBranch ? { defaultBranch } : {}),
    ...(url ? { url } : {}),
  };
}

/** The page behind a remote's address: no credentials, no `.git`; nothing for a path. */
function pageOf(remote: string | undefined): string | undefined {
  const found =
    /^(?:(?:https?|ssh|git):\/\/)?(?:[^@/]+@)?([^/:]+)(?::\d+(?=\/))?[/:](.+?)(?:\.git)?\/?$/.exec(
      remote ?? '',
    );
  const [, host, path] = found ?? [];
  return host?.includes('.') && !/^[./]/.test(remote ?? '') ? `https://${host}/${path}` : undefined;
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
