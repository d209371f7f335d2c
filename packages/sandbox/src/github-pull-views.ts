import { now } from './github-exchange.ts';
import type { GithubPull } from './github-store.ts';
import { type Desk, fullRepositoryView, userView } from './github-views.ts';

/** A pull request (docs.github.com/rest/pulls). */
export function pullView({ number, merged, body }: GithubPull, desk: Desk) {
  const { web, api, store } = desk;
  const own = `${api}/pulls/${number}`;
  const issue = `${api}/issues/${number}`;
  const page = `${web}/${store.repository}/pull/${number}`;
  const branch = (ref: string) => ({
    label: `example:${ref}`,
    ref,
    sha: '0'.repeat(40),
    user: userView('ada', desk),
    repo: fullRepositoryView(desk),
  });
  const links = { self: own, html: page, issue, comments: `${issue}/comments`, commits: `${own}/commits` };
  const more = {
    review_comments: `${own}/comments`,
    review_comment: `${own}/comments{/number}`,
    statuses: `${api}/statuses/0`,
  };
  return {
    url: own,
    id: number + 9000,
    node_id: `PR_${number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issue,
    commits_url: links.commits,
    review_comments_url: more.review_comments,
    review_comment_url: more.review_comment,
    comments_url: links.comments,
    statuses_url: more.statuses,
    number,
    state: merged ? 'closed' : 'open',
    locked: false,
    title: `Change ${number}`,
    user: userView('ada', desk),
    body,
    labels: [],
    milestone: null,
    created_at: now,
    updated_at: now,
    closed_at: merged ? now : null,
    merged_at: merged ? now : null,
    merge_commit_sha: null,
    assignee: null,
    head: branch('topic'),
    base: branch('main'),
    author_association: 'MEMBER',
    auto_merge: null,
    _links: Object.fromEntries(Object.entries({ ...links, ...more }).map(([key, href]) => [key, { href }])),
  };
}

/** A comment on an issue or pull request (docs.github.com/rest/issues/comments). */
export function commentView(body: string, id: number, issue: number, desk: Desk) {
  const { web, api, store } = desk;
  return {
    id,
    node_id: `IC_${id}`,
    url: `${api}/issues/comments/${id}`,
    html_url: `${web}/${store.repository}/issues/${issue}#issuecomment-${id}`,
    issue_url: `${api}/issues/${issue}`,
    body,
    user: userView('harbour-bot', desk),
    created_at: now,
    updated_at: now,
    author_association: 'MEMBER',
  };
}
