import { answer, type ApiAnswer, type ApiRequest, bodyOf } from '../http/exchange.ts';
import { runView, workflowView } from './actions-views.ts';
import { type GithubDesk, invalid, listed, notFound, refuse, text } from './exchange.ts';
import { commentView, pullView } from './pull-views.ts';
import { refView, tagView } from './release-views.ts';
import { answerReleases } from './releases.ts';
import type { GithubRun } from './store.ts';
import { fullRepositoryView } from './views.ts';

/** Everything below `/repos/{owner}/{repo}`. */
export async function answerRepository(
  path: readonly string[],
  request: ApiRequest,
  desk: GithubDesk,
): Promise<ApiAnswer> {
  const [first, second, ...rest] = path;
  if (first === undefined) return answer(200, viewOf(desk));
  if (first === 'releases') return answerReleases(path.slice(1), request, desk);
  if (first === 'immutable-releases')
    return desk.store.immutable ? answer(200, { enabled: true, enforced_by_owner: false }) : notFound();
  if (first === 'git') return answerTags(path.slice(1), desk);
  if (first === 'actions' && second === 'workflows') return answerWorkflow(rest, request, desk);
  if (first === 'commits' && rest[0] === 'pulls')
    return listed(
      (desk.store.pulls.get(second ?? '') ?? []).map((pull) => pullView(pull, desk)),
      request,
      desk,
    );
  if (first === 'issues' && rest[0] === 'comments') return answerComments(Number(second), request, desk);
  return notFound();
}

/** The token of an App is told nothing of an account's rights. */
function viewOf(desk: GithubDesk) {
  const { token } = desk.caller;
  const push = token?.push !== false;
  const rights =
    token === undefined || token.kind === 'workflow' || token.kind === 'app'
      ? {}
      : { permissions: { admin: false, maintain: false, push, triage: push, pull: true } };
  return { ...fullRepositoryView(desk), ...rights, ...desk.store.settings };
}

async function answerTags(path: readonly string[], desk: GithubDesk): Promise<ApiAnswer> {
  const [kind, ...rest] = path;
  if (kind === 'ref' && rest[0] === 'tags') {
    const name = rest.slice(1).join('/');
    const tag = await desk.tags.find(name);
    return tag === undefined ? notFound() : answer(200, refView(name, tag, desk));
  }
  if (kind !== 'tags') return notFound();
  const tag = await desk.tags.findObject(rest[0] ?? '');
  return tag === undefined ? notFound() : answer(200, tagView(rest[0] ?? '', tag, desk));
}

async function answerWorkflow(
  [file = '', what]: readonly string[],
  request: ApiRequest,
  desk: GithubDesk,
): Promise<ApiAnswer> {
  const triggers = desk.workflows(file);
  if (triggers === undefined) return notFound();
  if (what === undefined) return answer(200, workflowView(file, 1, desk));
  if (what === 'dispatches' && request.method === 'POST') return dispatch(file, triggers, request, desk);
  if (what !== 'runs') return notFound();
  const wanted = (run: GithubRun): boolean =>
    run.workflow === file &&
    run.branch === (request.query.get('branch') ?? run.branch) &&
    run.sha === (request.query.get('head_sha') ?? run.sha) &&
    run.event === (request.query.get('event') ?? run.event);
  const runs = desk.store.runs.filter(wanted);
  const views = runs.map((run) => runView(run, desk));
  const { headers = {}, status, body = [] } = listed(views, request, desk);
  return { status, headers, body: { total_count: runs.length, workflow_runs: body } };
}

async function dispatch(
  workflow: string,
  triggers: readonly string[],
  request: ApiRequest,
  desk: GithubDesk,
): Promise<ApiAnswer> {
  const body = bodyOf(request);
  const branch = text(body['ref']) ?? '';
  const tag = await desk.tags.find(branch);
  if (!triggers.includes('workflow_dispatch'))
    return refuse(422, "Workflow does not have 'workflow_dispatch' trigger");
  if (tag === undefined) return refuse(422, `No ref found for: ${branch}`);
  const inputs = { ...(body['inputs'] as Readonly<Record<string, unknown>> | undefined) };
  const run = {
    id: desk.nextId(),
    workflow,
    event: 'workflow_dispatch',
    branch,
    sha: tag.commit,
    inputs,
  } as const;
  desk.store.runs.push(run);
  const { url, html_url } = runView(run, desk);
  return desk.tellsRun ? answer(200, { workflow_run_id: run.id, run_url: url, html_url }) : { status: 204 };
}

function answerComments(issue: number, request: ApiRequest, desk: GithubDesk): ApiAnswer {
  const { comments } = desk.store;
  const held = comments.get(issue) ?? [];
  if (request.method === 'GET')
    return listed(
      held.map((body, index) => commentView(body, index + 1, issue, desk)),
      request,
      desk,
    );
  const body = text(bodyOf(request)['body']);
  if (body === undefined) return invalid({ resource: 'IssueComment', code: 'missing_field', field: 'body' });
  comments.set(issue, [...held, body]);
  return answer(201, commentView(body, held.length + 1, issue, desk));
}
