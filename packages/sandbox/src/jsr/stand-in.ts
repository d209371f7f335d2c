import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiLoggedRequest } from '../http/exchange.ts';
import { answerUnder, createApiFaults } from '../http/faults.ts';
import { close, deliver, listen, receive, serverOf } from '../http/loopback.ts';
import { answerApi, answerModules } from './api.ts';
import { type JsrAnswer, type JsrFault, type JsrRequest, refusal } from './exchange.ts';
import type { JsrIdentities, JsrToken, JsrWorkflow } from './identity.ts';
import { answerSigstore, identityRequestToken } from './sigstore.ts';
import {
  createJsrStore,
  type JsrMember,
  type JsrPackage,
  type JsrScope,
  type JsrStore,
  type JsrTask,
  type JsrTaskCourse,
} from './store.ts';

/** How the JSR is set up. */
export interface JsrOptions {
  /** Packages that exist, such as `@acme/tiny`; linked to the workflow's repository. */
  readonly packages?: readonly string[];
  /** Personal tokens and whose they are; `jsrp_stand_in` of `ada` unless told. */
  readonly tokens?: Readonly<Record<string, JsrToken>>;
  /** The workflow run that asks for identities. */
  readonly workflow?: Partial<JsrWorkflow>;
  /** Makes every package that is asked for, takes every token for one of `ada`, and tells of each package. */
  readonly open?: (name: string) => void;
  /** Modules of other packages by their path; there are none unless told. */
  readonly modules?: (path: string) => { readonly type: string; readonly bytes: Uint8Array } | undefined;
  /** Milliseconds that a `slow` answer takes; 300 unless told. */
  readonly slowness?: number;
}

/** A request that came, in the order it came. */
export type JsrLoggedRequest = ApiLoggedRequest;

/** A JSR in this process, with the identity provider, Fulcio and Rekor that publishing from a workflow asks. */
export interface JsrStandIn {
  /** For `JSR_URL`; ends with a slash. */
  readonly url: string;
  /** What makes a client use the stand-in. */
  readonly env: Readonly<Record<string, string>>;
  /** The same, with the environment of a workflow run that may ask for identities. */
  readonly workflowEnv: Readonly<Record<string, string>>;
  readonly requests: readonly JsrLoggedRequest[];
  readonly tasks: readonly JsrTask[];
  /** A package, as `@scope/name`. */
  package(name: string): JsrPackage | undefined;
  packages(): readonly JsrPackage[];
  scope(name: string): JsrScope;
  /** Makes a package, as on the web page; gives it. */
  create(name: string): JsrPackage;
  /** Text of a published file, such as `('@acme/tiny', '1.2.3', '/mod.ts')`. */
  file(name: string, version: string, path: string): string | undefined;
  /** What is to become of the next task. */
  next(course: JsrTaskCourse): void;
  fail(fault: JsrFault): void;
  close(): Promise<void>;
}

const ada: JsrMember = { id: 'ada', name: 'Ada', githubId: 7001, isAdmin: true };
const run: JsrWorkflow = {
  repositoryId: 4711,
  repository: 'acme/widgets',
  actorId: 7001,
  workflow: 'release',
};

/** Starts a JSR on a free port of 127.0.0.1. The scopes of its packages have one member, `ada`. */
export async function startJsr(options: JsrOptions = {}): Promise<JsrStandIn> {
  const workflow = { ...run, ...options.workflow };
  const store = createJsrStore();
  const tokens = new Map(Object.entries(options.tokens ?? { jsrp_stand_in: { user: 'ada' } }));
  const faults = createApiFaults();
  const requests: JsrLoggedRequest[] = [];
  const identities: JsrIdentities = { store, tokens };
  const create = (name: string): JsrPackage => made(store, name, workflow);
  for (const name of options.packages ?? []) create(name);

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const received = await receive(incoming);
    const request = { ...received, path: decodeURIComponent(received.path) };
    if (options.open !== undefined) letIn(request, { store, tokens, workflow, open: options.open });
    const fault = faults.next(request);
    const answer = await answerUnder(fault, refuse, () => {
      const own = answerTo(identities, workflow, request);
      return own.status === 404 ? (elsewhere(request.path, options.modules) ?? own) : own;
    });
    const { method, headers } = request;
    requests.push({ method, target: incoming.url ?? '/', headers, status: answer?.status });
    await deliver(outgoing, answer, fault, options.slowness);
  };

  const server = serverOf(serve);
  const url = `${await listen(server)}/`;
  const env = { JSR_URL: url, FULCIO_URL: url.slice(0, -1), REKOR_URL: url.slice(0, -1) };
  return {
    url,
    env,
    workflowEnv: { ...env, ...workflowEnv(url, workflow) },
    requests,
    ...heldBy(store),
    create,
    next: (course) => void store.courses.push(course),
    fail: faults.add,
    close: () => close(server),
  };
}

/** What the stand-in lets others see of its store. */
const heldBy = (store: JsrStore): Pick<JsrStandIn, 'tasks' | 'package' | 'packages' | 'scope' | 'file'> => ({
  tasks: store.tasks,
  package: (name) => store.packages.get(name),
  packages: () => [...store.packages.values()],
  scope: (name) => store.scope(name),
  file: (name, version, path) =>
    store.packages.get(name)?.versions.get(version)?.files.get(path)?.toString('utf8'),
});

interface OpenDoor {
  readonly store: JsrStore;
  readonly tokens: Map<string, JsrToken>;
  readonly workflow: JsrWorkflow;
  readonly open: (name: string) => void;
}

/** Makes what a request takes for granted: its token, its package, and the right of whoever asks to publish it. */
function letIn({ path, headers }: JsrRequest, { store, tokens, workflow, open }: OpenDoor): void {
  const token = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (token !== undefined) tokens.set(token, { user: 'ada' });
  const [, scope, name] = /^\/api\/scopes\/([^/]+)\/packages\/([^/]+)/.exec(path) ?? [];
  if (scope === undefined || name === undefined || store.find(scope, name) !== undefined) return;
  store.scope(scope).members.push({ ...ada, githubId: workflow.actorId });
  made(store, `@${scope}/${name}`, workflow);
  open(`@${scope}/${name}`);
}

function made(store: JsrStore, name: string, workflow: JsrWorkflow): JsrPackage {
  const [scope = '', short = ''] = name.slice(1).split('/');
  const [owner = '', repository = ''] = workflow.repository.split('/');
  const held: JsrPackage = {
    scope,
    name: short,
    repository: { id: workflow.repositoryId, owner, name: repository },
    archived: false,
    versions: new Map(),
  };
  store.packages.set(name, held);
  const { members } = store.scope(scope);
  if (members.length === 0) members.push(ada);
  return held;
}

const refuse = (status: number, message: string): JsrAnswer => refusal(status, 'fault', message);

function answerTo(identities: JsrIdentities, workflow: JsrWorkflow, request: JsrRequest): JsrAnswer {
  return (
    answerSigstore(workflow, request) ??
    answerApi(identities, request) ??
    answerModules(identities.store, request) ??
    refusal(404, 'notFound', 'There is nothing here.')
  );
}

/** A module of a package that this stand-in does not have. */
function elsewhere(path: string, modules: JsrOptions['modules']): JsrAnswer | undefined {
  const found = path.startsWith('/@') ? modules?.(path) : undefined;
  return found && { status: 200, headers: { 'content-type': found.type }, body: found.bytes };
}

/** What GitHub Actions sets for a job with `id-token: write`. */
function workflowEnv(url: string, { repository, repositoryId, actorId, workflow }: JsrWorkflow) {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    ACTIONS_ID_TOKEN_REQUEST_URL: `${url}gha/token?api-version=2.0`,
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: identityRequestToken,
    GITHUB_REPOSITORY: repository,
    GITHUB_REPOSITORY_ID: String(repositoryId),
    GITHUB_ACTOR_ID: String(actorId),
    GITHUB_ACTOR: 'ada',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_SHA: '0'.repeat(40),
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKFLOW: workflow,
    GITHUB_WORKFLOW_REF: `${repository}/.github/workflows/release.yml@refs/heads/main`,
    GITHUB_EVENT_NAME: 'push',
    RUNNER_ENVIRONMENT: 'github-hosted',
  };
}
