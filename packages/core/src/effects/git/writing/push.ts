import {
  describeRejection,
  describeTrouble,
  isContention,
  isUnanswered,
  parseRejections,
  type Rejection,
} from '../../../git/failures.ts';
import { gitProblems } from '../../../git/problems.ts';
import { type RemoteRef, short, shortRef } from '../../../git/refs.ts';
import { findRemote, type GitAnswer, listRemote, type Remote, troubleWith } from '../../../git/remote.ts';
import type { GitWrites, RefUpdate } from '../../../model/ports.ts';
import { isReleaseError, type Problem, ReleaseError } from '../../../model/problem.ts';
import { ask, type GitPlace, unhooked } from '../process/place.ts';
import { fetchCommit } from '../remotes/fetch.ts';
import { pause, remoteRunner, type RemoteRunner } from '../remotes/runner.ts';

type PushRequest = Parameters<GitWrites['push']>[0];

/** One push with all that is needed to ask about it afterwards. */
interface Attempt extends RemoteRunner {
  readonly place: GitPlace;
  readonly request: PushRequest;
  readonly remote: Remote;
}

/**
 * Pushes exactly these refs, all or none, each only if it is where it is expected. A branch is only moved forward. When
 * the answer is lost, or says no to a push that a client repeated by itself, the remote is asked: what is already so is
 * a success.
 * @throws LOST_RACE (kind `lost`), PUSH_PROTECTED, PUSH_DENIED, PUSH_WORKFLOW_FILES, PUSH_REJECTED_BY_HOOK,
 * PUSH_REFUSED, BRANCH_DIVERGED, REMOTE_UNREACHABLE (transient), PUSH_UNCONFIRMED (kind `failed`), and as `findRemote` does
 */
export async function pushRefs(place: GitPlace, request: PushRequest): Promise<void> {
  if (request.updates.length === 0) return;
  const runner = remoteRunner(place, request.credential);
  const attempt: Attempt = {
    ...runner,
    place,
    request,
    remote: await findRemote(runner.run, request.remote),
  };
  await refuseBackwards(attempt);
  const answer = await send(attempt, request.options ?? []);
  if (answer.exitCode !== 0) await settle(attempt, answer);
}

/** A lease lets git force the ref, so that a branch goes forward only is proven here. */
async function refuseBackwards({ place, request, remote }: Attempt): Promise<void> {
  for (const { ref, target, expect } of request.updates) {
    if (expect === null || !ref.startsWith('refs/heads/')) continue;
    const { exitCode } = await ask(place, ['merge-base', '--is-ancestor', expect, target]);
    if (exitCode === 0) continue;
    throw gitProblems.refusal('BRANCH_DIVERGED', {
      message: `${shortRef(ref)} on ${remote.name} is at ${short(expect)}, which ${short(target)} does not contain, so it is not moved.`,
      fix: `Merge or rebase onto ${short(expect)}, and run again.`,
    });
  }
}

/** Runs the push, and once more without push options where the server has none. */
async function send(attempt: Attempt, options: readonly string[]): Promise<GitAnswer> {
  const { remote, request, run } = attempt;
  const answer = await run(pushArguments(remote.name, request.updates, options), remote.url);
  const unsupported = options.length > 0 && /does not support push options/.test(answer.stderr);
  return unsupported ? send(attempt, []) : answer;
}

/** Nothing but these refs, whatever `push.*` and `remote.*` are set to. */
function pushArguments(
  remote: string,
  updates: readonly RefUpdate[],
  options: readonly string[],
): readonly string[] {
  return [
    ...unhooked,
    '-c',
    'push.pushOption=',
    '-c',
    `remote.${remote}.mirror=false`,
    'push',
    '--porcelain',
    '--no-verify',
    '--no-follow-tags',
    '--recurse-submodules=no',
    '--no-force-if-includes',
    ...(updates.length > 1 ? ['--atomic'] : []),
    ...updates.map(({ ref, expect }) => `--force-with-lease=${ref}:${expect ?? ''}`),
    ...options.map((option) => `--push-option=${option}`),
    '--',
    remote,
    ...updates.map(({ ref, target }) => `${target}:${ref}`),
  ];
}

const looks = 4;

/** Finds out what became of a push that did not succeed by its own account. */
async function settle(attempt: Attempt, answer: GitAnswer): Promise<void> {
  const rejections = parseRejections(answer.stdout);
  const trouble = describeTrouble(answer.stderr, attempt.remote.name, attempt.source);
  if (rejections.length === 0 && trouble?.unsent) throw troubleWith(attempt.remote, answer, attempt.source);
  for (let look = 1; look <= looks; look++) {
    const seen = await lookAgain(attempt, look, answer);
    if (seen !== undefined) {
      if (await hasArrived(attempt, seen)) return;
      const moved = movedRefs(attempt, seen);
      if (moved.length > 0) throw new ReleaseError(moved, 'lost');
      if (!isContention(rejections, answer.stderr) && !isUnanswered(answer.stderr))
        throw refusal(attempt, answer, rejections, takenOf(attempt, seen));
    }
    if (look < looks) await pause(attempt.place, 250 * 2 ** look);
  }
  if (isUnanswered(answer.stderr)) throw unanswered(attempt.remote, answer);
  throw refusal(attempt, answer, rejections);
}

/** Asks the remote where its refs are; nothing when it could not be reached this time. */
async function lookAgain(
  { run, remote, request, source }: Attempt,
  look: number,
  answer: GitAnswer,
): Promise<ReadonlyMap<string, RemoteRef> | undefined> {
  try {
    return await listRemote(
      run,
      remote,
      request.updates.map(({ ref }) => ref),
      source,
    );
  } catch (error) {
    if (!isReleaseError(error) || !error.transient) throw error;
    if (look < looks) return undefined;
    throw unconfirmed(remote, answer, error);
  }
}

const wordsOf = ({ stderr }: GitAnswer, remote: Remote): string =>
  describeTrouble(stderr, remote.name)?.problem.message ?? stderr.trim();

/** The error for a push that may be under way still. */
function unanswered(remote: Remote, answer: GitAnswer): ReleaseError {
  const problem = gitProblems.error('PUSH_UNCONFIRMED', {
    message: `The push was not answered in time, and ${remote.name} does not show it; it may still arrive. ${wordsOf(answer, remote)}`,
    fix: 'Run again in a minute: it looks first, and completes what is missing.',
  });
  return new ReleaseError([problem], 'failed', undefined, true);
}

function unconfirmed(remote: Remote, answer: GitAnswer, cause: unknown): ReleaseError {
  const problem = gitProblems.error('PUSH_UNCONFIRMED', {
    message: `The connection broke during the push, and the remote cannot be asked whether it arrived. ${wordsOf(answer, remote)}`,
    fix: 'Run again when the remote answers: it looks first, and completes what is missing.',
  });
  return new ReleaseError([problem], 'failed', cause);
}

/** Whether every ref is where the push meant it to be; a branch may have gone on from there. */
async function hasArrived(attempt: Attempt, seen: ReadonlyMap<string, RemoteRef>): Promise<boolean> {
  const open = attempt.request.updates.filter(({ ref, target }) => seen.get(ref)?.object !== target);
  const [last, ...others] = open;
  if (last === undefined) return true;
  const tip = seen.get(last.ref)?.commit;
  if (others.length > 0 || !last.ref.startsWith('refs/heads/') || tip === undefined || tip === last.expect)
    return false;
  const { place, request } = attempt;
  const fetched = await fetchCommit(place, request, last.ref);
  const { exitCode } = await ask(place, ['merge-base', '--is-ancestor', last.target, fetched ?? tip]);
  return exitCode === 0;
}

/** Says of each ref that somebody else has moved or made it. */
function movedRefs({ request, remote }: Attempt, seen: ReadonlyMap<string, RemoteRef>): readonly Problem[] {
  return request.updates.flatMap(({ ref, target, expect }) => {
    const found = seen.get(ref);
    if (found?.object === target || (found?.object ?? null) === expect) return [];
    return [lostRace(ref, remote.name, expect, found?.commit)];
  });
}

/** Says that a ref of the remote is not where the release was planned from. */
function lostRace(ref: string, remote: string, expect: string | null, found: string | undefined): Problem {
  const name = `${ref.startsWith('refs/tags/') ? 'The tag' : 'The branch'} ${shortRef(ref)}`;
  const now = found === undefined ? `is not on ${remote}` : `is at ${short(found)} on ${remote}`;
  const planned = expect === null ? 'was expected to be new' : `was expected at ${short(expect)}`;
  return gitProblems.error('LOST_RACE', {
    message: `${name} ${now} and ${planned}. Nothing of this release was pushed.`,
    fix: 'Fetch the branch and run again; in CI, the job for the newer commit does so by itself.',
  });
}

/** The refs that are there although the push was refused: a server says no to a ref that it hides, and takes the others. */
const takenOf = ({ request }: Attempt, seen: ReadonlyMap<string, RemoteRef>): readonly string[] =>
  request.updates
    .filter(({ ref, target, expect }) => target !== expect && seen.get(ref)?.object === target)
    .map(({ ref }) => shortRef(ref));

/** The error for a push that is known not to have arrived, or not whole. */
function refusal(
  { remote, source }: Attempt,
  answer: GitAnswer,
  rejections: readonly Rejection[],
  taken: readonly string[] = [],
): ReleaseError {
  if (rejections.length === 0) return troubleWith(remote, answer, source);
  const { message, ...told } = describeRejection(rejections, answer.stderr, remote.name);
  const rest = taken.length === 0 ? '' : ` It has taken ${taken.join(', ')} all the same.`;
  const kind = taken.length === 0 ? 'refused' : 'failed';
  const isPassing = isContention(rejections, answer.stderr);
  return new ReleaseError([{ ...told, message: `${message}${rest}` }], kind, undefined, isPassing);
}
