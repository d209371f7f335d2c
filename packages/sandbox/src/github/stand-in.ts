import type { IncomingMessage, ServerResponse } from 'node:http';
import { createTags } from '../git/tags.ts';
import { type ApiAnswer, type ApiLoggedRequest, type ApiRequest, logged, tokenOf } from '../http/exchange.ts';
import { type ApiFault, type ApiFaultKind, createApiFaults, faultAnswer } from '../http/faults.ts';
import { close, deliver, listen, readRequest, send, serverOf } from '../http/loopback.ts';
import type { GithubToken } from './access.ts';
import { githubJob, type GithubJob } from './environment.ts';
import { notFound, refuse } from './exchange.ts';
import { bringsFile, createGithubService, startByPush } from './service.ts';
import { createGithubStore, githubSnapshot, type GithubStore } from './store.ts';

/** A request that came, in the order it came. */
export type GithubLoggedRequest = ApiLoggedRequest;
/** Which requests go wrong, and how. */
export type GithubFault = ApiFault;

/** A request with its answer; of one that went wrong by a fault, the answer is the fault's. */
export interface GithubExchange {
  readonly request: ApiRequest;
  readonly answer: ApiAnswer | undefined;
  readonly faulty: boolean;
}

/** How the GitHub is set up. */
export interface GithubOptions {
  /** `example/harbour` unless told. */
  readonly repository?: string;
  /** Tokens and what they may, or what any token may; a workflow's `ghs_stand_in` unless told. */
  readonly tokens?: Readonly<Record<string, GithubToken>> | ((token: string) => GithubToken);
  /** The bare repository whose tags the project has; see {@link GithubStandIn.serve}. */
  readonly git?: string;
  /** Whether releases are immutable once they are published. */
  readonly immutable?: boolean;
  /** Workflows on the default branch by their files' names, with what starts them, or what starts any. */
  readonly workflows?: Readonly<Record<string, readonly string[]>> | readonly string[];
  /** Whether a dispatch is answered with 200 and the run, as newer versions of the API do; 204 unless told. */
  readonly tellsRun?: boolean;
  /** Requests before the primary limit is met; no limit unless told. */
  readonly quota?: number;
  /** What the servers are called where requests are led here from elsewhere; both roots are then served at one port. */
  readonly addresses?: GithubAddresses;
  /** What `Link` headers say the server is called, as behind a proxy. */
  readonly linkHost?: string;
  /** Milliseconds that a `slow` answer takes; 300 unless told. */
  readonly slowness?: number;
  /** Sees every request with its answer, for example to hold both to GitHub's own description. */
  readonly observe?: (exchange: GithubExchange) => void;
}

/** Addresses as answers tell them, without a slash at the end. */
export interface GithubAddresses {
  /** `https://github.com`. */
  readonly web: string;
  /** `https://api.github.com`, or `https://host/api/v3`. */
  readonly api: string;
  /** `https://uploads.github.com`, or `https://host/api/uploads`. */
  readonly uploads: string;
}

/** Who pushed which refs in one push. */
export interface GithubPush {
  /** Whether by a workflow's own token, whose pushes start nothing. */
  readonly byWorkflow: boolean;
  readonly tags: readonly string[];
}

/** A GitHub of one repository in this process: its REST API as documented, with its error bodies and its limits. */
export interface GithubStandIn {
  /** Address of the GitHub, without a slash at the end. */
  readonly url: string;
  /** Root of the API, as of an Enterprise Server. */
  readonly api: string;
  /** Root of the server that takes files; another one. */
  readonly uploads: string;
  readonly store: GithubStore;
  readonly requests: readonly GithubLoggedRequest[];
  /** The environment that GitHub gives a job, with the token that the workflow hands to the step. */
  job(job?: GithubJob): Readonly<Record<string, string>>;
  /** Takes the tags of a bare repository for the project's. */
  serve(git: string): void;
  /** Makes a tag where no repository is served. */
  tag(name: string, commit: string): void;
  /** Tells of a push, so that the workflows start which it starts. */
  push(push: GithubPush): Promise<void>;
  fail(fault: GithubFault): void;
  /** Everything a user sees, without numbers and dates. */
  snapshot(): unknown;
  close(): Promise<void>;
}

/** Starts a GitHub on two free ports of 127.0.0.1: its API, and the server that takes files. */
export async function startGithub(options: GithubOptions = {}): Promise<GithubStandIn> {
  const { repository = 'example/harbour', tokens = { ghs_stand_in: { kind: 'workflow' } } } = options;
  const store = createGithubStore(repository, options.immutable ?? false);
  const tags = createTags(options.git);
  const faults = createApiFaults();
  const requests: GithubLoggedRequest[] = [];
  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse, isUpload: boolean) => {
    const roots = isUpload ? [called.uploads] : [called.api, called.uploads];
    const request = await readRequest(incoming, roots.map(pathOf));
    if (request === undefined) return send(outgoing, notFound());
    const fault = faults.next(request);
    const isFile = isUpload || (options.addresses !== undefined && bringsFile(request));
    const given = await answerWithTrace(fault, isFile, (broken) => service({ request, isFile, broken }));
    requests.push(logged(request, given?.status));
    options.observe?.({ request, answer: given, faulty: fault !== undefined && fault !== 'reset' });
    await deliver(outgoing, given, fault, options.slowness);
  };

  const main = serverOf((incoming, outgoing) => serve(incoming, outgoing, false));
  const forFiles = serverOf((incoming, outgoing) => serve(incoming, outgoing, true));
  const url = await listen(main);
  const own = { web: url, api: `${url}/api/v3`, uploads: `${await listen(forFiles)}/api/uploads` };
  const called = options.addresses ?? own;
  const service = createGithubService({ ...options, repository, tokens, store, tags, called });
  const place = { web: called.web, root: called.api, repository, ...tokenOf(tokens, 'workflow') };
  return {
    url,
    api: own.api,
    uploads: own.uploads,
    store,
    requests,
    job: (job = {}) => githubJob(place, job),
    serve: tags.serve,
    tag: tags.make,
    push: (push) => startByPush(push, { store, tags, workflows: options.workflows ?? {} }),
    fail: faults.add,
    snapshot: () => JSON.parse(JSON.stringify(githubSnapshot(store)).replaceAll(url, '<github>')),
    close: async () => void (await Promise.all([main, forFiles].map(close))),
  };
}

/** What comes of a request under a fault; a broken upload leaves its trace, and other requests none. */
async function answerWithTrace(
  fault: ApiFaultKind | undefined,
  isFile: boolean,
  answer: (broken: boolean) => Promise<ApiAnswer>,
): Promise<ApiAnswer | undefined> {
  const stood = fault === undefined ? undefined : faultAnswer(fault, refuse);
  if (stood === undefined && fault !== 'refused') return answer(false);
  if (isFile && (fault === 'refused' || (stood?.status ?? 0) >= 500)) await answer(true);
  return stood;
}

const pathOf = (address: string): string => new URL(address).pathname.replace(/\/$/, '');
