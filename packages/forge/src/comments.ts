import type { Commit, JsonObject, ReleaseContext, Step } from '@launchway/core';
import type { Announcement } from './announcement.ts';
import { fillIn } from './fill.ts';
import type { Forge, ForgeReader } from './forge.ts';
import { textOf } from './shapes.ts';

/** Comments on what a release holds. They can fail without making the release incomplete. */
export interface CommentOptions {
  /** On the pull or merge requests whose commits are released. */
  readonly requests?: boolean;
  /** On the issues that those requests close; on GitHub also on those that the commits say they close. */
  readonly issues?: boolean;
  /** Markdown; `{version}`, `{tag}` and `{url}` are filled in. */
  readonly body?: string;
}

/** The comments of one release, as the input of a step. */
export type Comments = {
  /** Whose requests and issues are looked for. */
  readonly commits: readonly string[];
  readonly requests: boolean;
  readonly issues: boolean;
  readonly body: string;
  /** A comment that begins with it is this release's. */
  readonly marker: string;
};

/** Where comments are written: what people call it, and the path of its comments in the API. */
export interface Thread {
  /** `#7`. */
  readonly name: string;
  /** `/issues/7/comments`. */
  readonly path: string;
}

/** Enough to find what a release holds; more would be many requests for old history. */
const mostCommits = 50;

/** The released commits of which comments are written, the newest first. */
export const commentedCommits = ({ facts }: Pick<ReleaseContext, 'facts'>): readonly Commit[] =>
  facts.commits.slice(0, mostCommits);

/** What differs from forge to forge in the step that comments. */
export interface CommentPlan {
  readonly kind: string;
  /** Ids of the steps that announce the release. */
  readonly needs: readonly string[];
  /** Gives the address of a tag's release. */
  readonly pageOf: (tag: string) => string;
  /** Input of the step besides. */
  readonly more?: JsonObject;
}

/** Gives the step that comments on what a release holds: none where the options ask for no comments. */
export function commentSteps(
  announcement: Announcement<{ readonly comments?: CommentOptions }, JsonObject>,
  plan: CommentPlan,
): readonly Step[] {
  const { options, context, place, id } = announcement;
  const [tag] = announcement.tags;
  const { requests = false, issues = false, body = 'Released in [{tag}]({url}).' } = options.comments ?? {};
  if (tag === undefined || (!requests && !issues)) return [];
  const comments: Comments = {
    requests,
    issues,
    body: fillIn(body.replaceAll('{url}', plan.pageOf(tag.name)), tag, context.release),
    marker: `<!-- launchway: ${tag.name} -->`,
    commits: commentedCommits(context).map(({ sha }) => sha),
  };
  return [
    {
      id: `${id}:comment`,
      kind: plan.kind,
      title: `comment on what ${tag.name} holds`,
      input: { place, ...comments, ...plan.more },
      needs: plan.needs,
      optional: true,
    },
  ];
}

/** Gives the threads in which the comment of this release is missing. */
export async function uncommented(
  threads: readonly Thread[],
  { marker }: Comments,
  forge: ForgeReader,
): Promise<readonly Thread[]> {
  const missing: Thread[] = [];
  for (const thread of threads) if (!(await isCommented(thread, marker, forge))) missing.push(thread);
  return missing;
}

/** Writes the comment of a release in a thread; once, even where an answer is lost. */
export async function writeComment(
  { name, path }: Thread,
  { marker, body }: Comments,
  forge: Forge,
): Promise<void> {
  await forge.create(
    { path, json: { body: `${marker}\n${body}` }, doing: `comment on ${name}` },
    async () => (await isCommented({ name, path }, marker, forge)) || undefined,
  );
}

async function isCommented({ name, path }: Thread, marker: string, forge: ForgeReader): Promise<boolean> {
  const comments = await forge.list({ path, doing: `read the comments of ${name}` });
  return comments.some(({ body }) => textOf(body)?.startsWith(marker));
}
