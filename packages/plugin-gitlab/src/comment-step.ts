import { type Problem, type Reads, ReleaseError, type StepKind } from '@launchway/core';
import {
  type Comments,
  type ForgeReader,
  numberOf,
  type Thread,
  uncommented,
  writeComment,
} from '@launchway/forge';
import { connect, findToken, nameOf } from './access/access.ts';
import type { Place } from './access/place.ts';
import { gitlabProblems } from './problems.ts';

export type CommentInput = Comments & { readonly place: Place };

type CommentOutput = { readonly comments: number };

/** Comments once on each merge request and issue that a release holds. Always optional. */
export const commentStep: StepKind<CommentInput, CommentOutput> = {
  kind: 'gitlab:comment',
  phase: 'publish',
  ready: async ({ place }, reads) => mute(place, reads),
  probe: async (input, reads) => {
    const [silent] = await mute(input.place, reads);
    if (silent !== undefined) return { state: 'todo', preview: [silent.message] };
    const threads = await threadsOf(input, reads);
    const missing = await uncommented(threads, input, await connect(input.place, reads));
    if (missing.length === 0) return { state: 'done', output: { comments: threads.length } };
    return { state: 'todo', preview: missing.map(({ name }) => `comment on ${name}`) };
  },
  run: async (input, effects) => {
    const silent = await mute(input.place, effects);
    if (silent.length > 0) throw new ReleaseError(silent, 'failed');
    const forge = await connect(input.place, effects);
    const threads = await threadsOf(input, effects);
    for (const thread of await uncommented(threads, input, forge)) await writeComment(thread, input, forge);
    return { comments: threads.length };
  },
};

/** Why no comments can be written; nothing where they can. */
async function mute(place: Place, reads: Reads): Promise<readonly Problem[]> {
  const token = await findToken(place, reads);
  if (token === undefined || token.kind === 'personal' || token.kind === 'oauth') return [];
  const isHidden = reads.env('CI_COMMIT_REF_PROTECTED') === 'false';
  return [
    gitlabProblems.warning('GITLAB_TOKEN_KIND', {
      message: `No comments will be written: ${nameOf(token)} may not comment.`,
      fix: isHidden
        ? 'Set GITLAB_TOKEN to a project access token with the scope `api`. This pipeline runs for a ref that is not protected: where the variable is protected, it is missing here. Or leave `comments` out.'
        : 'Set GITLAB_TOKEN to a project access token with the scope `api`, or leave `comments` out.',
    }),
  ];
}

/** The merge requests and issues on which a comment belongs, such as `merge_requests/7`. */
async function threadsOf(input: CommentInput, reads: Reads): Promise<readonly Thread[]> {
  const forge = await connect(input.place, reads);
  const requests = new Set<number>();
  for (const commit of input.commits) {
    const path = `/repository/commits/${commit}/merge_requests`;
    for (const iid of await numbers(path, `find the merge requests of ${commit.slice(0, 12)}`, forge))
      requests.add(iid);
  }
  const issues = new Set<number>();
  for (const iid of input.issues ? requests : []) {
    const doing = `find the issues that !${iid} closes`;
    for (const issue of await numbers(`/merge_requests/${iid}/closes_issues`, doing, forge))
      issues.add(issue);
  }
  const names = [
    ...(input.requests ? [...requests].map((iid) => `merge_requests/${iid}`) : []),
    ...[...issues].map((iid) => `issues/${iid}`),
  ];
  return names.map((name) => ({ name, path: `/${name}/notes` }));
}

async function numbers(path: string, doing: string, forge: ForgeReader): Promise<readonly number[]> {
  return (await forge.list({ path, doing })).flatMap(({ iid }) => numberOf(iid) ?? []);
}
