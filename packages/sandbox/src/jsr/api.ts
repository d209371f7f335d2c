import { type JsrAnswer, type JsrRequest, ok, refusal } from './exchange.ts';
import { authorise, type JsrIdentities } from './identity.ts';
import { advance, checksum, type JsrPackage, type JsrStore, type JsrTask, latestOf } from './store.ts';
import { readTarball } from './tarball.ts';

const made = '2026-01-02T03:04:05.000Z';

/** Answers what the registry's API documents, or nothing where the path is another's. */
export function answerApi(identities: JsrIdentities, request: JsrRequest): JsrAnswer | undefined {
  const { store } = identities;
  const { method, path } = request;
  if (path === '/api/user') return user(identities, request);
  const status = /^\/api\/(?:publish_status|publishing_tasks)\/([^/]+)$/.exec(path)?.[1];
  if (status !== undefined) return taskStatus(store, status);
  const members = /^\/api\/scopes\/([^/]+)\/members$/.exec(path)?.[1];
  if (members !== undefined)
    return ok(store.scope(members).members.map((user) => ({ user, isAdmin: user.isAdmin })));
  const named = /^\/api\/scopes\/([^/]+)\/packages\/([^/]+)(?:\/versions\/([^/]+)(\/provenance)?)?$/.exec(
    path,
  );
  if (named === null) return undefined;
  const [, scope = '', name = '', version, provenance] = named;
  const held = store.find(scope, name);
  if (held === undefined) return refusal(404, 'packageNotFound', 'The requested package was not found.');
  if (version === undefined) return ok(packageAnswer(held));
  if (provenance !== undefined) return attach(held, version, request);
  return method === 'POST' ? publish(identities, held, version, request) : versionAnswer(held, version);
}

/** Answers the paths modules are read from. */
export function answerModules(store: JsrStore, { path }: JsrRequest): JsrAnswer | undefined {
  const [, scope = '', name = '', rest = ''] = /^\/@([^/]+)\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (rest === '') return undefined;
  const held = store.find(scope, name);
  if (held === undefined || held.versions.size === 0) return { status: 404, body: '404 - Not Found' };
  if (rest === 'meta.json') return ok(meta(held));
  const manifest = /^([^/]+)_meta\.json$/.exec(rest)?.[1];
  if (manifest !== undefined) return manifestOf(held, manifest);
  const slash = rest.indexOf('/');
  const file = held.versions.get(rest.slice(0, slash))?.files.get(rest.slice(slash));
  return file === undefined ? { status: 404, body: '404 - Not Found' } : ok(file);
}

function user({ tokens }: JsrIdentities, { headers }: JsrRequest): JsrAnswer {
  const token = tokens.get((headers['authorization'] ?? '').replace(/^Bearer /, ''));
  if (token === undefined) return refusal(401, 'invalidBearerToken', 'The provided bearer token is invalid.');
  if (token.restricted) return refusal(403, 'missingPermission', 'The token lacks the permission.');
  return ok({ id: token.user, name: token.user });
}

const packageAnswer = ({ scope, name, repository, archived, versions }: JsrPackage) => ({
  scope,
  name,
  description: '',
  githubRepository: repository,
  isArchived: archived,
  versionCount: versions.size,
});

function versionAnswer(held: JsrPackage, version: string): JsrAnswer {
  const found = held.versions.get(version);
  if (found === undefined)
    return refusal(404, 'packageVersionNotFound', 'The requested package version was not found.');
  const { yanked, rekorLogId } = found;
  return ok({
    scope: held.scope,
    package: held.name,
    version,
    yanked,
    rekorLogId,
    createdAt: made,
    updatedAt: made,
  });
}

const meta = (held: JsrPackage) => ({
  scope: held.scope,
  name: held.name,
  latest: latestOf(held),
  versions: Object.fromEntries(
    [...held.versions].map(([version, { yanked }]) => [
      version,
      { createdAt: made, ...(yanked && { yanked }) },
    ]),
  ),
});

function manifestOf(held: JsrPackage, version: string): JsrAnswer {
  const found = held.versions.get(version);
  if (found === undefined) return { status: 404, body: '404 - Not Found' };
  const files = [...found.files].map(([path, bytes]) => [
    path,
    { size: bytes.length, checksum: checksum(bytes) },
  ]);
  return ok({ manifest: Object.fromEntries(files), exports: {} });
}

function publish(
  identities: JsrIdentities,
  held: JsrPackage,
  version: string,
  request: JsrRequest,
): JsrAnswer {
  const { store } = identities;
  if (request.headers['content-encoding'] !== 'gzip')
    return refusal(400, 'missingGzipContentEncoding', 'The content encoding must be gzip.');
  const by = authorise(identities, request, { held, version, hash: checksum(request.body) });
  if (typeof by === 'object') return by;
  if (held.archived) return refusal(400, 'packageArchived', 'The package is archived.');
  const under = store.tasks.find((task) => isOf(task, held, version) && task.status !== 'failure');
  if (under !== undefined) {
    const message = `The version ${version} is already being published.`;
    return refusal(400, 'duplicateVersionPublish', message, { task: taskAnswer(under) });
  }
  const files = readTarball(request.body);
  const task: JsrTask = {
    id: `task-${store.tasks.length + 1}`,
    scope: held.scope,
    name: held.name,
    version,
    files,
    by,
    ...course(store, files, version, request.query.get('config') ?? ''),
  };
  store.tasks.push(task);
  advance(store, task);
  return ok(taskAnswer(task));
}

const isOf = (task: JsrTask, held: JsrPackage, version: string): boolean =>
  task.scope === held.scope && task.name === held.name && task.version === version;

/** What becomes of a task: the test's wish, or what the registry itself finds wrong with the files. */
function course(
  store: JsrStore,
  files: JsrTask['files'],
  version: string,
  config: string,
): Pick<JsrTask, 'status' | 'error' | 'polls'> {
  const wish = store.courses.shift();
  const error = fault(files, version, config);
  if (error !== null) return { status: 'failure', error, polls: 0 };
  if (wish?.status === 'failure')
    return { status: 'failure', error: { code: wish.code, message: wish.message }, polls: 0 };
  return wish?.status === 'pending' || wish?.status === 'processing'
    ? { status: wish.status, error: null, polls: wish.polls }
    : { status: 'pending', error: null, polls: 0 };
}

/** Rules that the client does not know. */
function fault(files: JsrTask['files'], version: string, config: string): JsrTask['error'] {
  const text = files.get(config)?.toString('utf8');
  if (text === undefined) return { code: 'missingConfigFile', message: `missing config file '${config}'` };
  const held = /"version"\s*:\s*"([^"]*)"/.exec(text)?.[1];
  if (held !== undefined && held !== version)
    return {
      code: 'configFileVersionMismatch',
      message: `expected version ${version}, got ${held} in the config file`,
    };
  const unbounded = [...files.values()].some((bytes) =>
    /from "(?:npm|jsr):@?[^@"]+(?:@\*)?"/.test(bytes.toString('utf8')),
  );
  return unbounded
    ? { code: 'missingConstraint', message: 'specifier is missing a version constraint' }
    : null;
}

const taskAnswer = ({ id, status, error, scope, name, version }: JsrTask) => ({
  id,
  status,
  error,
  user: null,
  packageScope: scope,
  packageName: name,
  packageVersion: version,
  createdAt: made,
  updatedAt: made,
});

function taskStatus(store: JsrStore, id: string): JsrAnswer {
  const task = store.tasks.find((candidate) => candidate.id === id);
  if (task === undefined) return refusal(404, 'publishingTaskNotFound', 'The publishing task was not found.');
  advance(store, task);
  return ok(taskAnswer(task));
}

function attach(held: JsrPackage, version: string, request: JsrRequest): JsrAnswer {
  const found = held.versions.get(version);
  if (found === undefined)
    return refusal(404, 'packageVersionNotFound', 'The requested package version was not found.');
  const bundle = request.body.toString('utf8');
  const index = /"logIndex":"?(\d+)/.exec(bundle)?.[1];
  if (index === undefined) return refusal(400, 'malformedRequest', 'The bundle holds no log entry.');
  found.rekorLogId = index;
  return { status: 204 };
}
