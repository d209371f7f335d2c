import type { GitlabCaller } from './access.ts';
import { answer, bodyOf, type GitlabAnswer, type GitlabRequest, notFound, page, refuse } from './exchange.ts';
import { answerPackages } from './packages.ts';
import { answerReleases, type ReleaseDesk } from './releases.ts';
import type { GitlabPipeline, GitlabProject } from './store.ts';

/** Everything below `/projects/:id`. */
export async function answerProject(
  path: readonly string[],
  request: GitlabRequest,
  desk: ReleaseDesk,
): Promise<GitlabAnswer> {
  const [first, ...rest] = path;
  const { project, root } = desk;
  if (first === undefined) return answer(200, projectView(desk));
  if (first === 'releases') return answerReleases(rest, request, desk);
  if (first === 'packages') return answerPackages(rest, request, desk);
  if (first === 'protected_tags') return page(protectedTags(project), request, root);
  if (first === 'milestones') return page(milestonesOf(project, request.query), request, root);
  if (first === 'pipelines') return page(pipelinesOf(project, request.query), request, root);
  if (first === 'pipeline' && request.method === 'POST') return startPipeline('api', request, desk);
  if (first === 'trigger' && rest[0] === 'pipeline') return startPipeline('trigger', request, desk);
  if (first === 'repository' && rest[0] === 'commits' && rest[2] === 'merge_requests')
    return page(
      (project.requests.get(rest[1] ?? '') ?? []).map(({ iid }) => ({ iid })),
      request,
      root,
    );
  if (first === 'merge_requests' || first === 'issues') return answerNotes(first, rest, request, desk);
  return notFound();
}

function answerNotes(
  kind: string,
  path: readonly string[],
  request: GitlabRequest,
  desk: ReleaseDesk,
): GitlabAnswer {
  const [iid = '', what] = path;
  const { project, root } = desk;
  if (what === 'closes_issues') {
    const requests = [...project.requests.values()].flat();
    const closes = requests.find((each) => String(each.iid) === iid)?.closes ?? [];
    return page(
      closes.map((issue) => ({ iid: issue })),
      request,
      root,
    );
  }
  if (what !== 'notes') return notFound();
  const key = `${kind}/${iid}`;
  const notes = project.notes.get(key) ?? [];
  if (request.method === 'GET')
    return page(
      notes.map((body, index) => ({ id: index + 1, body })),
      request,
      root,
    );
  const { body } = bodyOf(request);
  if (typeof body !== 'string') return { status: 400, body: { error: 'body is missing' } };
  project.notes.set(key, [...notes, body]);
  return answer(201, { id: notes.length + 1, body });
}

async function startPipeline(
  source: GitlabPipeline['source'],
  request: GitlabRequest,
  desk: ReleaseDesk,
): Promise<GitlabAnswer> {
  const body = bodyOf(request);
  const ref = body['ref'] ?? request.query.get('ref');
  if (typeof ref !== 'string') return { status: 400, body: { error: 'ref is missing' } };
  const sha = (await desk.tags.find(ref))?.commit;
  if (sha === undefined) return refuse(400, { base: ['Reference not found'] });
  const pipeline = { id: desk.nextId(), ref, sha, source, variables: variablesOf(body['variables']) };
  desk.project.pipelines.push(pipeline);
  return answer(201, pipelineView(pipeline, desk.web));
}

/** A list of `{key, value}` from the one address, an object from the other. */
function variablesOf(given: unknown): Readonly<Record<string, string>> {
  if (Array.isArray(given))
    return Object.fromEntries(given.map(({ key, value }: { key: string; value: string }) => [key, value]));
  return typeof given === 'object' && given !== null ? (given as Record<string, string>) : {};
}

function pipelinesOf({ pipelines }: GitlabProject, query: URLSearchParams): readonly unknown[] {
  const [ref, sha] = [query.get('ref'), query.get('sha')];
  return pipelines
    .filter((each) => (!ref || each.ref === ref) && (!sha || each.sha === sha))
    .map((each) => pipelineView(each, ''));
}

/** docs.gitlab.com/api/milestones: those of one title where one is asked for. */
function milestonesOf({ milestones }: GitlabProject, query: URLSearchParams): readonly unknown[] {
  const title = query.get('title');
  return milestones
    .map((each, index) => ({ id: index + 1, title: each, state: 'active' }))
    .filter((each) => title === null || each.title === title);
}

const pipelineView = ({ id, ref, sha, source }: GitlabPipeline, web: string) => ({
  id,
  ref,
  sha,
  source,
  status: 'created',
  web_url: `${web}/-/pipelines/${id}`,
});

const protectedTags = ({ protectedTags: rules }: GitlabProject) =>
  rules.map(({ name, level }) => ({
    name,
    create_access_levels: [{ access_level: level, access_level_description: '' }],
  }));

function projectView({ project, web, caller }: ReleaseDesk) {
  return {
    id: project.id,
    path_with_namespace: project.path,
    web_url: web,
    default_branch: 'main',
    archived: false,
    packages_enabled: true,
    package_registry_access_level: 'enabled',
    releases_access_level: 'enabled',
    container_registry_access_level: 'enabled',
    container_registry_enabled: true,
    ci_push_repository_for_job_token_allowed: false,
    permissions: permissionsOf(caller),
    ...project.settings,
  };
}

const permissionsOf = ({ level }: GitlabCaller) => ({
  project_access: { access_level: level, notification_level: 3 },
  group_access: null,
});
