import type { IncomingMessage, ServerResponse } from 'node:http';
import { createTags } from '../git/tags.ts';
import { type ApiLoggedRequest, logged, tokenOf } from '../http/exchange.ts';
import { answerUnder, createApiFaults } from '../http/faults.ts';
import { close, deliver, listen, readRequest, send, serverOf } from '../http/loopback.ts';
import type { GitlabToken } from './access.ts';
import { gitlabJob, type GitlabJob } from './environment.ts';
import { type GitlabFault, notFound, refuse } from './exchange.ts';
import { createGitlabService } from './service.ts';
import { createGitlabProject, type GitlabProject } from './store.ts';

/** How the GitLab is set up. */
export interface GitlabOptions {
  /** Where the GitLab is in its addresses, such as `/gitlab`. */
  readonly subpath?: string;
  /** `group/harbour`, number 42, unless told. */
  readonly project?: { readonly id: number; readonly path: string };
  /** Tokens and what they may; a job token `glcbt-stand-in` unless told. */
  readonly tokens?: Readonly<Record<string, GitlabToken>> | ((token: string) => GitlabToken);
  /** The bare repository whose tags the project has; see {@link GitlabStandIn.serve}. */
  readonly repository?: string;
  /** What `Link` headers say the server is called, as behind a proxy that does not tell GitLab its name. */
  readonly linkHost?: string;
  /** Milliseconds that a `slow` answer takes; 300 unless told. */
  readonly slowness?: number;
  /** Sees every request once it is done, for example to do what somebody else does meanwhile. */
  readonly observe?: (request: GitlabLoggedRequest) => void;
}

/** A request that came, in the order it came. */
export type GitlabLoggedRequest = ApiLoggedRequest;

/** A GitLab of one project in this process: its REST API as documented, with its error bodies and its limits. */
export interface GitlabStandIn {
  /** Address of the GitLab, without a slash at the end. */
  readonly url: string;
  /** Root of the API. */
  readonly api: string;
  readonly project: GitlabProject;
  readonly requests: readonly GitlabLoggedRequest[];
  /** The environment that GitLab gives a job. */
  job(job?: GitlabJob): Readonly<Record<string, string>>;
  /** Takes the tags of a bare repository for the project's. */
  serve(repository: string): void;
  /** Makes a tag where no repository is served. */
  tag(name: string, commit: string): void;
  fail(fault: GitlabFault): void;
  /** Everything a user sees, without numbers and dates. */
  snapshot(): unknown;
  close(): Promise<void>;
}

/** Starts a GitLab on a free port of 127.0.0.1. */
export async function startGitlab(options: GitlabOptions = {}): Promise<GitlabStandIn> {
  const { id, path } = options.project ?? { id: 42, path: 'group/harbour' };
  const { subpath = '', tokens = { 'glcbt-stand-in': { kind: 'job' } } } = options;
  const project = createGitlabProject(id, path);
  const faults = createApiFaults();
  const requests: GitlabLoggedRequest[] = [];
  const tags = createTags(options.repository);

  const serve = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming, [`${subpath}/api/v4`]);
    if (request === undefined) return send(outgoing, notFound());
    const fault = faults.next(request);
    const given = await answerUnder(fault, refuse, () => answerTo(request));
    const done = logged(request, given?.status);
    requests.push(done);
    options.observe?.(done);
    await deliver(outgoing, given, fault, options.slowness);
  };

  const server = serverOf(serve);
  const url = `${await listen(server)}${subpath}`;
  const root = `${options.linkHost ?? url}/api/v4`;
  const answerTo = createGitlabService({ id, path, tokens, project, tags, root, web: `${url}/${path}` });
  return {
    url,
    api: `${url}/api/v4`,
    project,
    requests,
    job: (job = {}) => gitlabJob({ url, id, path, ...tokenOf(tokens, 'job') }, job),
    serve: tags.serve,
    tag: tags.make,
    fail: faults.add,
    snapshot: () => snapshotOf(project, url),
    close: () => close(server),
  };
}

function snapshotOf(project: GitlabProject, url: string): unknown {
  const plain = (text: string) => text.replaceAll(url, '<gitlab>');
  return {
    releases: [...project.releases.values()].map(({ links, description, ...release }) => ({
      ...release,
      description: plain(description),
      links: links.map(({ name, url: target, direct_asset_path: path, link_type: type }) => ({
        name,
        url: plain(target),
        path,
        type,
      })),
    })),
    packages: project.packages
      .map(({ name, version, type, files }) => ({
        name,
        version,
        type,
        files: inAnyOrder(files.map((file) => ({ name: file.name, sha256: file.sha256 }))),
      }))
      .toSorted((left, right) => (left.type < right.type ? -1 : 1)),
    pipelines: project.pipelines.map(({ ref, sha, variables }) => ({ ref, sha, variables })),
    notes: [...project.notes].map(([place, notes]) => [place, notes.map(plain)]),
  };
}

/** Independent uploads arrive in any order, and those that are tried again later than others. */
const inAnyOrder = <T extends { readonly name: string }>(files: readonly T[]): readonly T[] =>
  files.toSorted((left, right) => (left.name < right.name ? -1 : 1));
