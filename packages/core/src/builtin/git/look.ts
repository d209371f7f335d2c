import type { Reads } from '../../model/ports.ts';
import type { Problem } from '../../model/problem.ts';
import { type Deferred, known } from '../../model/step.ts';
import { type BranchMove, decideMove } from './branch.ts';
import { type Connection, connect, listRefs, type RemoteInput } from './remote.ts';
import { type TagInput, tagRef, tagsElsewhere } from './tags.ts';

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

/** What the remote holds of a release. */
export interface Seen {
  readonly connection: Connection;
  readonly refs: Awaited<ReturnType<typeof listRefs>>;
  readonly move: BranchMove;
  /** Why it cannot hold the release: a tag elsewhere, a branch that has gone on. */
  readonly problems: readonly Problem[];
  readonly isDone: boolean;
}

/** Looks where the remote's branch and tags are. */
export async function look(input: PushInput, reads: Reads): Promise<Seen> {
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

/** The full name of a branch. */
export const branchRef = (branch: string): string => `refs/heads/${branch.replace(/^refs\/heads\//, '')}`;
