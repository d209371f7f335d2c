import { gitProblems } from '../../git/problems.ts';
import { shortRef } from '../../git/refs.ts';
import { defined } from '../../model/defined.ts';
import type { Probe, StepKind } from '../../model/plugin.ts';
import type { Effects, RefUpdate } from '../../model/ports.ts';
import type { Problem } from '../../model/problem.ts';
import { type Deferred, known } from '../../model/step.ts';
import { type BranchMove, refuse, updateOf } from './branch.ts';
import { branchRef, look, type PushInput, type Seen } from './look.ts';
import { provePush } from './prove.ts';
import type { Connection, RemoteInput } from './remote.ts';
import { makeTags, tagRef, unsignable } from './tags.ts';

type PushOutput = { readonly commit: string; readonly tags: readonly string[] };

/** The commit point: one atomic push of the branch and the first tags, each only if it is where it is expected. */
export const pushStep: StepKind<PushInput, PushOutput> = {
  kind: 'git:push',
  phase: 'push',
  ready: async (input, reads) => {
    if (input.parent !== null && input.branch === null) return [branchUnknown()];
    const seen = await look(input, reads);
    const inTheWay = [...seen.problems, ...(await unsignable(input.tags, seen.refs, reads))];
    if (inTheWay.length > 0) return inTheWay;
    const refused = await provePush(seen.connection, trial(input, seen.move));
    if (!refused.some(({ code }) => code === 'PUSH_REFUSED')) return refused;
    const { problems } = await look(input, reads); // somebody else may have been faster since
    return problems.length > 0 ? problems : refused;
  },
  probe: async (input, reads) => {
    const commit = known(input.commit);
    const preview = [`push ${pushedNames(input)} to ${input.remote}, all or none`];
    if (commit === undefined) return { state: 'todo', preview };
    const seen = await look(input, reads);
    return seen.isDone ? { state: 'done', output: outputOf(input, commit) } : todoOr(seen.problems, preview);
  },
  run: async (input, effects) => {
    const commit = settled(input.commit);
    const seen = await look(input, effects);
    if (seen.problems.length > 0) throw refuse(seen.problems);
    const branch = input.branch === null ? [] : updateOf(branchRef(input.branch), commit, seen.move);
    const tags = await makeTags(input.tags, seen.refs, commit, effects);
    await push(input, [...branch, ...tags], seen.connection, effects);
    await follow(input, commit, tags, effects);
    return outputOf(input, commit);
  },
  settle: async (input, { commit }, effects) => {
    if (input.branch === null || (await effects.git.commit('HEAD')) !== input.head) return;
    const { refs } = await look(input, effects);
    const tags = input.tags.flatMap((tag) => updateToward(tagRef(tag), refs));
    await follow(input, commit, tags, effects);
  },
};

function updateToward(ref: string, refs: Seen['refs']): readonly RefUpdate[] {
  const target = refs.get(ref)?.object;
  return target === undefined ? [] : [{ ref, target, expect: null }];
}

const outputOf = ({ tags }: PushInput, commit: string): PushOutput => ({
  commit,
  tags: tags.map(({ name }) => name),
});

/** What a probe gives where it is not so yet: what stands in the way, if anything does. */
export function todoOr<O extends PushOutput | { readonly tag: string }>(
  [problem]: readonly Problem[],
  preview: readonly string[],
): Probe<O> {
  return problem === undefined ? { state: 'todo', preview } : { state: 'conflict', problem };
}

/** The commit, which the core fills in before a step runs. */
export function settled(commit: Deferred<string>): string {
  const value = known(commit);
  if (value === undefined) throw new TypeError('The release commit must be made before it is pushed.');
  return value;
}

function pushedNames({ branch, tags }: PushInput): string {
  return [...(branch === null ? [] : [branch]), ...tags.map(({ name }) => name)].join(', ');
}

/** What a trial of the push sends: what is here already, to the refs that will move. */
function trial({ branch, tags, parent, commit }: PushInput, move: BranchMove): readonly string[] {
  const source = parent ?? settled(commit);
  if (branch !== null && move.state === 'move') return [`${source}:${branchRef(branch)}`];
  return tags.slice(0, 1).map((tag) => `${source}:${tagRef(tag)}`);
}

/** Pushes exactly these refs. */
export async function push(
  { remote, pushOptions }: RemoteInput,
  updates: readonly RefUpdate[],
  { credential }: Connection,
  { repository }: Effects,
): Promise<void> {
  await repository.push({
    remote,
    updates,
    options: pushOptions,
    ...defined({ credential }),
  });
}

/** Lets this clone follow; when an old release is completed, the branch stays where the user is. */
export async function follow(
  input: PushInput,
  commit: string,
  tags: readonly RefUpdate[],
  effects: Effects,
): Promise<void> {
  const isHere = input.branch !== null && (await effects.git.commit('HEAD')) === input.head;
  const warnings = await effects.repository.follow({
    ...(isHere && input.branch !== null ? { branch: input.branch } : {}),
    from: isHere ? input.head : commit,
    to: commit,
    tags: tags.map(({ ref, target }) => ({ name: shortRef(ref), target })),
  });
  for (const { message, fix } of warnings) effects.say(`${message} ${fix}`);
}

function branchUnknown(): Problem {
  return gitProblems.error('BRANCH_UNKNOWN', {
    message: 'HEAD is detached, and neither the configuration nor the CI says which branch to push.',
    fix: "Check out the branch, or name it: git({ branch: 'main' }).",
  });
}
