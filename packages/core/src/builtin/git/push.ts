import { gitProblems } from '../../git/problems.ts';
import { shortRef } from '../../git/refs.ts';
import type { Probe, StepKind } from '../../model/plugin.ts';
import type { Effects, Reads, RefUpdate } from '../../model/ports.ts';
import type { Problem } from '../../model/problem.ts';
import { type Deferred, known } from '../../model/step.ts';
import { type BranchMove, decideMove, refuse, updateOf } from './branch.ts';
import { provePush } from './prove.ts';
import { type Connection, connect, listRefs, type RemoteInput } from './remote.ts';
import { makeTags, type TagInput, tagRef, tagsElsewhere } from './tags.ts';

export type PushInput = RemoteInput & {
  /** Without the prefix; `null` where only tags are to be completed. */
  readonly branch: string | null;
  /** The commit a new release is made on; `null` for one that is completed. */
  readonly parent: string | null;
  /** Where this clone was when it was planned. */
  readonly head: string;
  readonly commit: Deferred<string>;
  readonly tags: readonly TagInput[];
};

type PushOutput = { readonly commit: string; readonly tags: readonly string[] };

/** The commit point: one atomic push of the branch and the first tags, each only if it is where it is expected. */
export const pushStep: StepKind<PushInput, PushOutput> = {
  kind: 'git:push',
  phase: 'push',
  ready: async (input, reads) => {
    if (input.parent !== null && input.branch === null) return [branchUnknown()];
    const seen = await look(input, reads);
    if (seen.problems.length > 0) return seen.problems;
    const refused = await provePush(seen.connection, rehearsal(input, seen.move));
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

export type LaterTagInput = RemoteInput & { readonly commit: Deferred<string>; readonly tag: TagInput };

/** One further tag, in a push of its own: forges start no pipelines for many at once. */
export const tagStep: StepKind<LaterTagInput, { readonly tag: string }> = {
  kind: 'git:tag',
  phase: 'publish',
  ready: async (input, reads) => (await look(tagOnly(input), reads)).problems,
  probe: async (input, reads) => {
    const seen = await look(tagOnly(input), reads);
    if (seen.isDone) return { state: 'done', output: { tag: input.tag.name } };
    return todoOr(seen.problems, [`push ${input.tag.name} to ${input.remote}`]);
  },
  run: async (input, effects) => {
    const commit = settled(input.commit);
    const seen = await look(tagOnly(input), effects);
    if (seen.problems.length > 0) throw refuse(seen.problems);
    const tags = await makeTags([input.tag], seen.refs, commit, effects);
    await push(input, tags, seen.connection, effects);
    await follow(tagOnly(input), commit, tags, effects);
    return { tag: input.tag.name };
  },
};

const tagOnly = ({ tag, ...rest }: LaterTagInput): PushInput => ({
  ...rest,
  tags: [tag],
  branch: null,
  parent: null,
  head: '',
});

/** What the remote holds of a release. */
interface Seen {
  readonly connection: Connection;
  readonly refs: Awaited<ReturnType<typeof listRefs>>;
  readonly move: BranchMove;
  /** Why it cannot hold the release: a tag elsewhere, a branch that has gone on. */
  readonly problems: readonly Problem[];
  readonly isDone: boolean;
}

async function look(input: PushInput, reads: Reads): Promise<Seen> {
  const connection = await connect(input, reads);
  const commit = known(input.commit);
  const ref = input.branch === null ? undefined : branchRef(input.branch);
  const refs = await listRefs(connection, [...(ref === undefined ? [] : [ref]), ...input.tags.map(tagRef)]);
  const move = await moveOf(input, ref, refs.get(ref ?? '')?.commit, connection, reads);
  const elsewhere = tagsElsewhere(input.tags, refs, commit, connection.remote.name);
  const isTagged = input.tags.every((tag) => refs.has(tagRef(tag)));
  if ('code' in move) {
    // Whoever was faster may have made the tags, too: they are no mistake.
    const problems = move.code === 'LOST_RACE' ? [move] : [move, ...elsewhere];
    return { connection, refs, move: { state: 'holds' }, problems, isDone: false };
  }
  const isDone = commit !== undefined && move.state === 'holds' && isTagged && elsewhere.length === 0;
  return { connection, refs, move, problems: elsewhere, isDone };
}

async function moveOf(
  { commit, parent }: PushInput,
  ref: string | undefined,
  tip: string | undefined,
  connection: Connection,
  reads: Reads,
): Promise<BranchMove | Problem> {
  if (ref === undefined) return { state: 'holds' };
  return decideMove({ ref, commit: known(commit), parent }, tip, connection, reads);
}

const branchRef = (branch: string): string => `refs/heads/${branch.replace(/^refs\/heads\//, '')}`;

const outputOf = ({ tags }: PushInput, commit: string): PushOutput => ({
  commit,
  tags: tags.map(({ name }) => name),
});

function todoOr<O extends PushOutput | { readonly tag: string }>(
  [problem]: readonly Problem[],
  preview: readonly string[],
): Probe<O> {
  return problem === undefined ? { state: 'todo', preview } : { state: 'conflict', problem };
}

function settled(commit: Deferred<string>): string {
  const value = known(commit);
  if (value === undefined) throw new TypeError('The release commit must be made before it is pushed.');
  return value;
}

function pushedNames({ branch, tags }: PushInput): string {
  return [...(branch === null ? [] : [branch]), ...tags.map(({ name }) => name)].join(', ');
}

/** What a rehearsal of the push sends: what is here already, to the refs that will move. */
function rehearsal({ branch, tags, parent, commit }: PushInput, move: BranchMove): readonly string[] {
  const source = parent ?? settled(commit);
  if (branch !== null && move.state === 'move') return [`${source}:${branchRef(branch)}`];
  return tags.slice(0, 1).map((tag) => `${source}:${tagRef(tag)}`);
}

async function push(
  { remote, pushOptions }: RemoteInput,
  updates: readonly RefUpdate[],
  { credential }: Connection,
  { repository }: Effects,
): Promise<void> {
  await repository.push({
    remote,
    updates,
    options: pushOptions,
    ...(credential === undefined ? {} : { credential }),
  });
}

/** Lets this clone follow; when an old release is completed, the branch stays where the user is. */
async function follow(
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
