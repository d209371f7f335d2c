import type { GithubDesk } from './github-exchange.ts';
import { now } from './github-exchange.ts';
import type { GithubAsset, GithubPull, GithubRelease, GithubRun, GithubTag } from './github-store.ts';

type Desk = Pick<GithubDesk, 'store' | 'web' | 'api' | 'uploads' | 'root'>;

/** An account as GitHub shows it. */
export function userView(login: string, { web, root }: Desk) {
  const user = `${root}/users/${login}`;
  return {
    login,
    id: 4711,
    node_id: 'MDQ6VXNlcjQ3MTE=',
    avatar_url: `${web}/avatars/${login}`,
    gravatar_id: '',
    url: user,
    html_url: `${web}/${login}`,
    followers_url: `${user}/followers`,
    following_url: `${user}/following{/other_user}`,
    gists_url: `${user}/gists{/gist_id}`,
    starred_url: `${user}/starred{/owner}{/repo}`,
    subscriptions_url: `${user}/subscriptions`,
    organizations_url: `${user}/orgs`,
    repos_url: `${user}/repos`,
    events_url: `${user}/events{/privacy}`,
    received_events_url: `${user}/received_events`,
    type: 'User',
    site_admin: false,
  };
}

export function releaseView(release: GithubRelease, desk: Desk) {
  const { web, api, uploads, store } = desk;
  const own = `${api}/releases/${release.id}`;
  // The page of a draft has a name that nobody can guess.
  const page = release.draft ? `untagged-${release.id}` : release.tag;
  return {
    url: own,
    assets_url: `${own}/assets`,
    upload_url: `${uploads}/repos/${store.repository}/releases/${release.id}/assets{?name,label}`,
    html_url: `${web}/${store.repository}/releases/tag/${page}`,
    id: release.id,
    node_id: `RE_${release.id}`,
    author: userView('harbour-bot', desk),
    tag_name: release.tag,
    target_commitish: release.target,
    name: release.name,
    body: release.body,
    draft: release.draft,
    prerelease: release.prerelease,
    immutable: release.immutable,
    created_at: now,
    updated_at: now,
    published_at: release.draft ? null : now,
    tarball_url: release.draft ? null : `${api}/tarball/${release.tag}`,
    zipball_url: release.draft ? null : `${api}/zipball/${release.tag}`,
    assets: release.assets.map((asset) => assetView(asset, release, desk)),
  };
}

export function assetView(asset: GithubAsset, { tag }: GithubRelease, desk: Desk) {
  const { web, api, store } = desk;
  return {
    url: `${api}/releases/assets/${asset.id}`,
    id: asset.id,
    node_id: `RA_${asset.id}`,
    name: asset.name,
    label: asset.label,
    uploader: userView('harbour-bot', desk),
    content_type: asset.contentType,
    state: asset.state,
    size: asset.size,
    digest: asset.digest,
    download_count: 0,
    created_at: now,
    updated_at: now,
    browser_download_url: `${web}/${store.repository}/releases/download/${tag}/${asset.name}`,
  };
}

/** Parts of a repository's JSON that are addresses below it. */
const addresses =
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees'.split(
    ' ',
  );

export function repositoryView(desk: Desk) {
  const { web, api, store } = desk;
  const [owner = '', name = ''] = store.repository.split('/');
  return {
    id: 42,
    node_id: 'R_42',
    name,
    full_name: store.repository,
    private: false,
    owner: userView(owner, desk),
    html_url: `${web}/${store.repository}`,
    description: null,
    fork: false,
    url: api,
    ...Object.fromEntries(addresses.map((each) => [`${each}_url`, `${api}/${each}`])),
  };
}

export function fullRepositoryView(desk: Desk) {
  const { web, store } = desk;
  const page = `${web}/${store.repository}`;
  const counts =
    'forks forks_count open_issues open_issues_count size stargazers_count watchers watchers_count network_count subscribers_count';
  const switches = 'has_downloads has_issues has_projects has_wiki has_pages has_discussions';
  return {
    ...repositoryView(desk),
    clone_url: `${page}.git`,
    git_url: `${page}.git`,
    ssh_url: `git@github.example:${store.repository}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: 'main',
    archived: false,
    disabled: false,
    pushed_at: now,
    created_at: now,
    updated_at: now,
    ...Object.fromEntries(counts.split(' ').map((each) => [each, 0])),
    ...Object.fromEntries(switches.split(' ').map((each) => [each, true])),
  };
}

export function workflowView(file: string, id: number, { web, api, store }: Desk) {
  return {
    id,
    node_id: `W_${id}`,
    name: file,
    path: `.github/workflows/${file}`,
    state: 'active',
    created_at: now,
    updated_at: now,
    url: `${api}/actions/workflows/${id}`,
    html_url: `${web}/${store.repository}/blob/main/.github/workflows/${file}`,
    badge_url: `${web}/${store.repository}/workflows/${file}/badge.svg`,
  };
}

export function runView(run: GithubRun, desk: Desk) {
  const { web, api, store } = desk;
  const own = `${api}/actions/runs/${run.id}`;
  const below = 'jobs logs artifacts cancel rerun'
    .split(' ')
    .map((each) => [`${each}_url`, `${own}/${each}`]);
  return {
    id: run.id,
    node_id: `WFR_${run.id}`,
    name: run.workflow,
    head_branch: run.branch,
    head_sha: run.sha,
    path: `.github/workflows/${run.workflow}@${run.branch}`,
    run_number: 1,
    run_attempt: 1,
    event: run.event,
    display_title: run.workflow,
    status: 'queued',
    conclusion: null,
    workflow_id: 1,
    check_suite_url: `${api}/check-suites/${run.id}`,
    workflow_url: `${api}/actions/workflows/1`,
    url: own,
    html_url: `${web}/${store.repository}/actions/runs/${run.id}`,
    pull_requests: [],
    created_at: now,
    updated_at: now,
    ...Object.fromEntries(below),
    head_commit: null,
    repository: repositoryView(desk),
    head_repository: repositoryView(desk),
  };
}

export const refView = (name: string, { commit, object }: GithubTag, { api }: Desk) => ({
  ref: `refs/tags/${name}`,
  node_id: 'REF_1',
  url: `${api}/git/refs/tags/${name}`,
  object:
    object === undefined
      ? { type: 'commit', sha: commit, url: `${api}/git/commits/${commit}` }
      : { type: 'tag', sha: object, url: `${api}/git/tags/${object}` },
});

export const tagView = (name: string, { commit, object = '' }: GithubTag, { api }: Desk) => ({
  node_id: 'TAG_1',
  tag: name,
  sha: object,
  url: `${api}/git/tags/${object}`,
  message: name,
  tagger: { name: 'Ada', email: 'ada@example.org', date: now },
  object: { type: 'commit', sha: commit, url: `${api}/git/commits/${commit}` },
});

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
