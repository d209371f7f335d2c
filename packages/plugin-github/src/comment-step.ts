import type { Reads, StepKind } from '@launchway/core';
import { type ForgeReader, numberOf, records, textOf } from '@launchway/forge';
import { connect } from './access.ts';
import { closedIssues } from './closes.ts';
import type { Place } from './place.ts';
import { readyFor } from './ready.ts';

export type CommentInput = {
  readonly place: Place;
  readonly commits: readonly string[];
  readonly requests: boolean;
  readonly issues: boolean;
  /** Issues that the commits themselves say they close. */
  readonly closed: readonly number[];
  readonly body: string;
  /** A comment that begins with it is this release's. */
  readonly marker: string;
};

type CommentOutput = { readonly comments: number };

/** More comments than this are not written for one release: GitHub slows down who writes many. */
const mostComments = 40;
/** GitHub asks for a second between two things that are written. */
const pause = 1000;

/** Comments once on each pull request and issue that a release holds, one after another. Always optional. */
export const commentStep: StepKind<CommentInput, CommentOutput> = {
  kind: 'github:comment',
  phase: 'publish',
  ready: async ({ place }, reads) => {
    const problems = await readyFor(place, { writes: 'issues' }, reads);
    return problems.map((problem) => ({ ...problem, severity: 'warning' as const }));
  },
  probe: async (input, reads) => {
    const { missing, all } = await places(input, reads);
    if (missing.length === 0) return { state: 'done', output: { comments: all } };
    return { state: 'todo', preview: missing.map((number) => `comment on #${number}`) };
  },
  run: async (input, effects) => {
    const forge = await connect(input.place, effects);
    const { missing, all } = await places(input, effects);
    for (const [at, number] of missing.entries()) {
      if (at > 0) await effects.sleep(pause);
      const json = { body: `${input.marker}\n${input.body}` };
      await forge.create(
        { path: `/issues/${number}/comments`, json, doing: `comment on #${number}` },
        async () => (await isCommented(number, input, forge)) || undefined,
      );
    }
    return { comments: all };
  },
};

/** The numbers on which a comment belongs, and those where it is missing. */
async function places(
  input: CommentInput,
  reads: Reads,
): Promise<{ readonly missing: readonly number[]; readonly all: number }> {
  const forge = await connect(input.place, reads);
  const requests = new Set<number>();
  const issues = new Set<number>(input.issues ? input.closed : []);
  for (const commit of input.commits) {
    const path = `/commits/${commit}/pulls`;
    const found = records(
      await forge.list({ path, doing: `find the pull requests of ${commit.slice(0, 12)}` }),
    );
    for (const request of found.filter((each) => textOf(each['merged_at']) !== undefined)) {
      const number = numberOf(request['number']);
      if (number !== undefined && input.requests) requests.add(number);
      for (const issue of input.issues ? closedIssues(textOf(request['body']) ?? '') : []) issues.add(issue);
    }
  }
  const all = [...new Set([...requests, ...issues])].slice(0, mostComments);
  const missing: number[] = [];
  for (const number of all) if (!(await isCommented(number, input, forge))) missing.push(number);
  return { missing, all: all.length };
}

async function isCommented(number: number, { marker }: CommentInput, forge: ForgeReader): Promise<boolean> {
  const path = `/issues/${number}/comments`;
  const comments = records(await forge.list({ path, doing: `read the comments of #${number}` }));
  return comments.some(({ body }) => textOf(body)?.startsWith(marker));
}
