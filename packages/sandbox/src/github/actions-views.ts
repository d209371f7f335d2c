import { now } from './exchange.ts';
import type { GithubRun } from './store.ts';
import { type Desk, repositoryView } from './views.ts';

/** A workflow (docs.github.com/rest/actions/workflows). */
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

/** A run of a workflow (docs.github.com/rest/actions/workflow-runs). */
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
