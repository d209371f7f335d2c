import type { Reads, StepKind } from '@launchway/core';
import { type Comments, numberOf, textOf, type Thread, uncommented, writeComment } from '@launchway/forge';
import { connect } from './access/access.ts';
import type { Place } from './access/place.ts';
import { readyFor } from './access/ready.ts';
import { closedIssues } from './closes.ts';

export type CommentInput = Comments & {
  readonly place: Place;
  /** Issues that the commits themselves say they close. */
  readonly closed: readonly number[];
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
    const threads = await threadsOf(input, reads);
    const missing = await uncommented(threads, input, await connect(input.place, reads));
    if (missing.length === 0) return { state: 'done', output: { comments: threads.length } };
    return { state: 'todo', preview: missing.map(({ name }) => `comment on ${name}`) };
  },
  run: async (input, effects) => {
    const forge = await connect(input.place, effects);
    const threads = await threadsOf(input, effects);
    for (const [at, thread] of (await uncommented(threads, input, forge)).entries()) {
      if (at > 0) await effects.sleep(pause);
      await writeComment(thread, input, forge);
    }
    return { comments: threads.length };
  },
};

/** The pull requests and issues on which a comment belongs. */
async function threadsOf(input: CommentInput, reads: Reads): Promise<readonly Thread[]> {
  const forge = await connect(input.place, reads);
  const requests = new Set<number>();
  const issues = new Set<number>(input.issues ? input.closed : []);
  for (const commit of input.commits) {
    const path = `/commits/${commit}/pulls`;
    const found = await forge.list({ path, doing: `find the pull requests of ${commit.slice(0, 12)}` });
    for (const request of found.filter((each) => textOf(each['merged_at']) !== undefined)) {
      const number = numberOf(request['number']);
      if (number !== undefined && input.requests) requests.add(number);
      for (const issue of input.issues ? closedIssues(textOf(request['body']) ?? '') : []) issues.add(issue);
    }
  }
  return [...new Set([...requests, ...issues])]
    .slice(0, mostComments)
    .map((number) => ({ name: `#${number}`, path: `/issues/${number}/comments` }));
}
