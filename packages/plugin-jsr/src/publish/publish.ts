import { type Effects, known, ReleaseError } from '@launchway/core';
import { jsrProblems } from '../problems.ts';
import { chooseAccess, isProblem } from './access.ts';
import { type Attempt, attemptPublish } from './attempt.ts';
import { findDeno } from './deno.ts';
import { canAttest, type PublishInput, targetOf } from './inputs.ts';
import { clientFailed, failed, refusedBy } from './refusals.ts';
import {
  findTask,
  findVersion,
  labelOf,
  pageOf,
  type PublishTask,
  type PublishedVersion,
  type Target,
  taskPage,
} from './registry.ts';
import { openWorkshop, refuseStale } from './workshop.ts';

/** What is known of a published package. */
export type PublishOutput = {
  readonly package: string;
  readonly version: string;
  readonly url: string;
};

/** How long the registry's caches may hide a version that is published. */
const patience = 120_000;
const pause = 2000;

/** Publishes one package and asks the registry whether it is so; what deno's exit code says decides nothing. */
export async function publishPackage(input: PublishInput, effects: Effects): Promise<PublishOutput> {
  const target = targetOf(input, input);
  const commit = known(input.commit);
  if (commit === undefined) throw new TypeError('The release commit must be made before it is published.');
  const access = await chooseAccess(input, effects);
  if (isProblem(access)) throw new ReleaseError([access], 'failed');
  const deno = await findDeno(input.deno, effects);

  const workshop = await openWorkshop(input, commit, effects);
  await refuseStale(input, workshop, effects);
  const until = effects.now() + input.timeout;
  const attempt = await attemptPublish(input, access, deno, workshop, effects);
  const version = await confirmed(input, attempt, until, effects);
  tellOfProvenance(input, attempt, version, effects);
  return outputOf(target, input.version);
}

export const outputOf = (target: Target, version: string): PublishOutput => ({
  package: labelOf(target),
  version,
  url: pageOf(target, version),
});

/** Gives the version as the registry has it, or throws why it has none. */
async function confirmed(
  input: PublishInput,
  attempt: Attempt,
  until: number,
  effects: Effects,
): Promise<PublishedVersion> {
  const target = targetOf(input, input);
  const { conversation, exitCode, words } = attempt;
  const task = conversation.task && (await followed(target, conversation.task, until, effects));
  if (task?.status === 'failure') throw refusedBy(target, input.version, task.error ?? unexplained);
  const isAccepted = exitCode === 0 || task?.status === 'success';
  const version = await appears(target, input.version, isAccepted ? patience : 0, effects);
  if (version !== undefined) return version;
  if (task !== undefined && task.status !== 'success') throw stuck(target, input, task);
  if (conversation.refusal !== undefined) throw refusedBy(target, input.version, conversation.refusal);
  if (exitCode === undefined) throw timedOut(target, input, words);
  if (isAccepted) throw silent(target, input, words);
  throw clientFailed(target, input.version, words);
}

const unexplained = { code: 'failure', message: 'the publishing task failed without a reason' };

/** Follows a task to its end, as deno would have, but no longer than there is time. */
async function followed(
  target: Target,
  task: PublishTask,
  until: number,
  effects: Effects,
): Promise<PublishTask> {
  let current = task;
  for (;;) {
    if (current.status === 'success' || current.status === 'failure') return current;
    current = (await findTask(target, task.id, effects)) ?? current;
    if (effects.now() + pause > until) return current;
    if (current.status !== 'success' && current.status !== 'failure') await effects.sleep(pause);
  }
}

/** Waits until the registry shows a version. */
async function appears(
  target: Target,
  version: string,
  time: number,
  effects: Effects,
): Promise<PublishedVersion | undefined> {
  const until = effects.now() + time;
  for (;;) {
    const found = await findVersion(target, version, effects);
    if (found !== undefined || effects.now() >= until) return found;
    await effects.sleep(pause);
  }
}

/** Says when the version is out but without the attestation that was wanted: it cannot be added any more. */
function tellOfProvenance(
  input: PublishInput,
  attempt: Attempt,
  version: PublishedVersion,
  effects: Effects,
): void {
  if (!input.provenance || !canAttest(effects) || version.rekorLogId !== null) return;
  const because = attempt.conversation.provenanceRefusal?.message ?? reasonIn(attempt.words);
  const { message, fix } = jsrProblems.warning('JSR_PROVENANCE_LOST', {
    message: `${labelOf(input)}@${input.version} is published, but without provenance${because === undefined ? '' : `: ${because}`}.`,
    fix: 'It cannot be added to this version. Run `release doctor` before the next one.',
  });
  effects.say(`${message} ${fix}`);
}

const reasonIn = (words: string): string | undefined =>
  /(?:Caused by:\s*|error: |attestation:\s*)([^\n]+)/.exec(words)?.[1]?.trim();

function stuck(
  target: Target,
  { version, timeout }: PublishInput,
  { id, status }: PublishTask,
): ReleaseError {
  return failed(
    'JSR_TASK_STUCK',
    `JSR has taken ${labelOf(target)}@${version}, but its task ${id} is still ${status} after ${Math.round(timeout / 1000)} seconds.`,
    `Watch ${taskPage(target, id)} and run \`release\` again when it has ended. A task that stays pending for an hour does not go on by itself: write to help@jsr.io with its id, or release the next version.`,
  );
}

function timedOut(target: Target, { version, timeout }: PublishInput, words: string): ReleaseError {
  return failed(
    'JSR_TIMEOUT',
    `deno did not publish ${labelOf(target)}@${version} within ${Math.round(timeout / 1000)} seconds and was stopped; JSR does not have the version. ${words.slice(words.indexOf('It said'))}`,
    'Run `release` again, or allow more time: `jsr({ timeout: "20m" })`.',
  );
}

/** deno ended well, and the registry has nothing: usually it took another version for published already. */
function silent(target: Target, { version }: PublishInput, words: string): ReleaseError {
  const other = /already published (\S+)/.exec(words)?.[1];
  if (other !== undefined && other !== `${labelOf(target)}@${version}`) {
    return failed(
      'JSR_STALE_MANIFEST',
      `deno published nothing, for it found ${other} in the manifest and on JSR; ${labelOf(target)}@${version} was to be published.`,
      'Let every manifest of the package hold the same version: `npx --no-install release check jsr-version-sync`.',
    );
  }
  return failed(
    'JSR_UNAVAILABLE',
    `deno says that ${labelOf(target)}@${version} is published, but JSR does not show it after ${patience / 1000} seconds.`,
    'Run `release` again in some minutes; it only looks when the version is there.',
  );
}
