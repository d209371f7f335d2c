import { now } from './exchange.ts';
import type { GithubPull } from './store.ts';
import { type Desk, fullRepositoryView, userView } from './views.ts';

/** A pull request (docs.github.com/rest/pulls). */
export function pullView({ number, merged, body }: GithubPull, desk: Desk) {
  const { page, ...links } = linksOf(number, desk);
  return {
    url: links.self,
    id: number + 9000,
    node_id: `PR_${number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
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
    head: branchView('topic', desk),
    base: branchView('main', desk),
    author_association: 'MEMBER',
    auto_merge: null,
    _links: Object.fromEntries(
      Object.entries({ ...links, html: page }).map(([key, href]) => [key, { href }]),
    ),
  };
}

/** The addresses of a pull request by their names in `_links`, and that of its page. */
function linksOf(number: number, { web, api, store }: Desk) {
  const self = `${api}/pulls/${number}`;
  const issue = `${api}/issues/${number}`;
  return {
    page: `${web}/${store.repository}/pull/${number}`,
    self,
    issue,
    comments: `${issue}/comments`,
    commits: `${self}/commits`,
    review_comments: `${self}/comments`,
    review_comment: `${self}/comments{/number}`,
    statuses: `${api}/statuses/0`,
  };
}

const branchView = (ref: string, desk: Desk) => ({
  label: `example:${ref}`,
  ref,
  sha: '0'.repeat(40),
  user: userView('ada', desk),
  repo: fullRepositoryView(desk),
});

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
