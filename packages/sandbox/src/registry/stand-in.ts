import type { Server } from 'node:http';
import type { ApiLoggedRequest } from '../http/exchange.ts';
import { type ApiFaults, answerUnder, createApiFaults } from '../http/faults.ts';
import { close, deliver, listen, receive, serverOf } from '../http/loopback.ts';
import { type AuthRules, createDoor, type Door } from './auth.ts';
import { beginUpload, continueUpload, readBlob } from './blobs.ts';
import {
  endpointOf,
  type RegistryAnswer,
  type RegistryFault,
  type RegistryRequest,
  refusal,
  spelled,
} from './exchange.ts';
import { inspectionOf, type RegistryInspection } from './inspection.ts';
import { listTags, type ManifestRules, readManifest, writeManifest } from './manifests.ts';
import { createStore, type RegistryStore } from './store.ts';

/** How the registry is set up. */
export interface RegistryOptions extends AuthRules, ManifestRules {
  readonly faults?: readonly RegistryFault[];
  /** Milliseconds that a `slow` answer takes; 300 unless told. */
  readonly slowness?: number;
  /** Sends readers of blobs, and writers of uploads, on to another host by 307. */
  readonly redirects?: boolean;
  /** Said in a `Warning` header with every answer. */
  readonly warning?: string;
}

/** A request that came, in the order it came. */
export interface LoggedRequest extends ApiLoggedRequest {
  /** The host it was sent to, which tells a redirected one. */
  readonly host: string;
}

/** A registry in this process, that keeps to the distribution specification except where it is told not to. */
export interface RegistryStandIn extends RegistryInspection {
  /** `127.0.0.1` with its port. */
  readonly host: string;
  readonly requests: readonly LoggedRequest[];
  fail(fault: RegistryFault): void;
  expireTokens(): void;
  close(): Promise<void>;
}

/** Starts a registry on a free port of 127.0.0.1. */
export async function startRegistry(options: RegistryOptions = {}): Promise<RegistryStandIn> {
  const state: State = {
    store: createStore(),
    door: createDoor(options),
    faults: createApiFaults(options.faults),
    requests: [],
    options,
  };
  const elsewhere = options.redirects === true ? serverFor(state, answerElsewhere) : undefined;
  const aside = elsewhere && new URL(await listen(elsewhere)).host;
  const server = serverFor(state, (request) => answerAtHome(state, request, aside));
  return {
    host: new URL(await listen(server)).host,
    requests: state.requests,
    ...inspectionOf(state.store),
    fail: state.faults.add,
    expireTokens: state.door.expireTokens,
    close: async () => {
      await Promise.all([server, ...(elsewhere ? [elsewhere] : [])].map(close));
    },
  };
}

interface State {
  readonly store: RegistryStore;
  readonly door: Door;
  readonly faults: ApiFaults;
  readonly requests: LoggedRequest[];
  readonly options: RegistryOptions;
}

type Answering = (request: RegistryRequest, state: State) => RegistryAnswer;

/** Takes requests: lets a fault befall each or has it answered, and notes it. */
function serverFor(state: State, answering: Answering): Server {
  const { faults, requests, options } = state;
  return serverOf(async (incoming, outgoing) => {
    const received = await receive(incoming);
    const request = { ...received, path: decodeURIComponent(received.path) };
    const { method, path, search, headers } = request;
    const due = faults.next(request);
    const fault = typeof due === 'number' ? spelled(due) : due;
    const answer = await answerUnder(fault, spelled, () => answering(request, state));
    const host = headers['host'] ?? '';
    requests.push({ method, target: `${path}${search}`, host, headers, status: answer?.status });
    await deliver(outgoing, answer && warned(answer, options.warning), fault, options.slowness);
  });
}

const warned = (answer: RegistryAnswer, warning: string | undefined): RegistryAnswer =>
  warning === undefined
    ? answer
    : { ...answer, headers: { warning: `299 - "${warning}"`, ...answer.headers } };

function answerAtHome(
  { store, door, options }: State,
  request: RegistryRequest,
  aside?: string,
): RegistryAnswer {
  if (request.path === '/token') return door.token(request);
  const refused = door.check(request, `http://${request.headers['host']}`);
  return refused ?? redirected(request, aside) ?? route(store, request, options);
}

/** The other host of redirects takes whatever comes. */
const answerElsewhere: Answering = (request, { store, options }) => route(store, request, options);

function redirected({ method, path, search }: RegistryRequest, aside?: string): RegistryAnswer | undefined {
  const { kind } = endpointOf(path);
  const movable = kind === 'blobs' || (kind === 'uploads' && method === 'PUT');
  if (aside === undefined || !movable) return undefined;
  return { status: 307, headers: { location: `http://${aside}${path}${search}` } };
}

function route(store: RegistryStore, request: RegistryRequest, rules: ManifestRules): RegistryAnswer {
  const { method, path, query, headers } = request;
  if (path === '/v2/') return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' };
  const { repository, kind, name } = endpointOf(path);
  const reads = method === 'GET' || method === 'HEAD';
  if (kind === 'tags' && reads) return listTags(store, repository, query, rules);
  if (kind === 'manifests' && reads) return readManifest(store, repository, name, headers['accept'] ?? '');
  if (kind === 'manifests' && method === 'PUT') return writeManifest(store, repository, name, request, rules);
  if (kind === 'uploads' && name !== '') return continueUpload(store, repository, name, request);
  if (kind === 'uploads' && method === 'POST') return beginUpload(store, repository, request);
  if (kind === 'blobs' && reads) return readBlob(store, repository, name);
  return refusal(404, 'UNSUPPORTED', 'no such endpoint');
}
