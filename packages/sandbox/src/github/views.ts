import { type GithubDesk, now } from './exchange.ts';

/** What a view needs to know of the stand-in. */
export type Desk = Pick<GithubDesk, 'store' | 'web' | 'api' | 'uploads' | 'root'>;

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

/** Parts of a repository's JSON that are addresses below it. */
const addresses =
  'archive assignees blobs branches collaborators comments commits compare contents contributors deployments downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags teams trees'.split(
    ' ',
  );

/** A repository as others name it. */
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

/** A repository as it shows itself. */
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
