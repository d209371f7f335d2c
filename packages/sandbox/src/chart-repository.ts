import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/**
 * Something that goes wrong with an upload, once unless `times` says more: an error `status` is given, the connection is
 * `reset` before anything was done or `lost` after it, the package is `swallowed` (taken and never listed), or the index
 * is `garbled`.
 */
export interface ChartFault {
  readonly kind: 'status' | 'reset' | 'lost' | 'swallowed' | 'garbled';
  readonly status?: number;
  readonly times?: number;
}

/** How the stand-in for a chart repository answers. */
export interface ChartRepositoryOptions {
  /** Who may come in, by Basic authentication; anyone when left out. */
  readonly credentials?: readonly { readonly username: string; readonly password: string }[];
  readonly faults?: readonly ChartFault[];
  /** How many readings of the index do not show an upload yet, as GitLab's workers and caches make it; 0 unless told. */
  readonly lag?: number;
  /** Where the repository is in its addresses, such as `/museum`; its API is below `/api` in front of that. */
  readonly subpath?: string;
  /** Largest package in bytes; 5 MiB unless told. */
  readonly limit?: number;
}

/** A package that was uploaded. */
export interface StoredChart {
  /** Where it was uploaded to: `charts`, or GitLab's `<project>/<channel>`. */
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** A stand-in for a ChartMuseum, and for GitLab's Helm registry below `/api/v4`. */
export interface ChartRepository {
  /** Address of the ChartMuseum, without a trailing slash. */
  readonly url: string;
  /** Address of GitLab's API. */
  readonly api: string;
  readonly charts: readonly StoredChart[];
  /** Uploads that came in, refused ones too: `POST /api/charts`. */
  readonly uploads: readonly string[];
  /** Lets something go wrong from now on. */
  fail(fault: ChartFault): void;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. GitLab takes a version twice, ChartMuseum answers 409. */
export async function startChartRepository(options: ChartRepositoryOptions = {}): Promise<ChartRepository> {
  const state = new State(options);
  const server = createServer((request, response) => void state.serve(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    api: `${url}/api/v4`,
    charts: state.charts,
    uploads: state.uploads,
    fail: (fault) => state.addFault(fault),
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

class State {
  readonly charts: (StoredChart & { lag: number })[] = [];
  readonly uploads: string[] = [];
  readonly #options: ChartRepositoryOptions;
  readonly #faults: { readonly fault: ChartFault; left: number }[] = [];

  constructor(options: ChartRepositoryOptions) {
    this.#options = options;
    for (const fault of options.faults ?? []) this.addFault(fault);
  }

  addFault(fault: ChartFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = decodeURI(new URL(incoming.url ?? '/', 'http://h').pathname);
    const path = withoutSubpath(asked, this.#options.subpath ?? '');
    const body = await bodyOf(incoming);
    if (!this.#admits(incoming.headers.authorization))
      return answer(
        response,
        401,
        { message: '401 Unauthorized' },
        { 'www-authenticate': 'Basic realm="charts"' },
      );
    const [, project, rest = ''] = /^\/api\/v4\/projects\/([^/]+)\/packages\/helm\/(.*)$/.exec(path) ?? [];
    if (incoming.method === 'POST') return this.#upload(path, project, rest, body, response);
    const place = project === undefined ? 'charts' : `${project}/${rest.split('/')[0]}`;
    const tail = project === undefined ? path.slice(1) : rest.split('/').slice(1).join('/');
    if (tail === 'index.yaml') return this.#index(place, response);
    const chart = this.charts.findLast(
      (one) => one.place === place && tail === `charts/${one.name}-${one.version}.tgz`,
    );
    if (chart === undefined) return answer(response, 404, { message: '404 Not Found' });
    response.writeHead(200, { 'content-type': 'application/gzip' }).end(chart.bytes);
  }

  #admits(authorization: string | undefined): boolean {
    const { credentials } = this.#options;
    const [scheme = '', token = ''] = (authorization ?? '').split(' ');
    const login = scheme.toLowerCase() === 'basic' ? Buffer.from(token, 'base64').toString() : undefined;
    return credentials?.some(({ username, password }) => login === `${username}:${password}`) ?? true;
  }

  #upload(
    path: string,
    project: string | undefined,
    rest: string,
    body: Buffer,
    response: ServerResponse,
  ): void {
    this.uploads.push(`POST ${path}`);
    const fault = this.#take('status', 'reset', 'lost', 'swallowed');
    if (fault?.kind === 'reset') return void response.destroy();
    if (fault?.kind === 'status') return answer(response, fault.status ?? 500, { message: 'a bad day' });
    if (path === '/api/prov') return answer(response, 201, { saved: true });
    const channel = /^api\/([^/]+)\/charts$/.exec(rest)?.[1];
    if (path !== '/api/charts' && channel === undefined)
      return answer(response, 404, { message: '404 Not Found' });
    const bytes = project === undefined ? body : partOf(body);
    if (bytes.length > (this.#options.limit ?? 5 * 1024 * 1024))
      return answer(response, project === undefined ? 413 : 400, { message: 'File is too large.' });
    const place = project === undefined ? 'charts' : `${project}/${channel}`;
    const chart = { ...metadataOf(bytes), place, bytes, lag: this.#options.lag ?? 0 };
    const taken = this.charts.some(
      (one) => one.place === place && one.name === chart.name && one.version === chart.version,
    );
    if (taken && project === undefined) return answer(response, 409, { error: 'file already exists' });
    if (fault?.kind !== 'swallowed') this.charts.push(chart);
    if (fault?.kind === 'lost') return void response.destroy();
    answer(response, 201, project === undefined ? { saved: true } : { message: '201 Created' });
  }

  #index(place: string, response: ServerResponse): void {
    if (this.#take('garbled') !== undefined) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Sign in</title>');
      return;
    }
    const shown = this.charts.filter((one) => one.place === place && one.lag <= 0);
    for (const one of this.charts) one.lag -= 1;
    response.writeHead(200, { 'content-type': 'text/yaml' }).end(indexOf(shown));
  }

  #take(...kinds: readonly ChartFault['kind'][]): ChartFault | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && kinds.includes(fault.kind));
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }
}

function withoutSubpath(path: string, subpath: string): string {
  if (subpath === '') return path;
  if (path.startsWith(`/api${subpath}/`)) return `/api${path.slice(subpath.length + 4)}`;
  return path.startsWith(`${subpath}/`) ? path.slice(subpath.length) : path;
}

function indexOf(charts: readonly StoredChart[]): string {
  const names = [...new Set(charts.map(({ name }) => name))].sort();
  const entries = names.map((name) => {
    const versions = charts.filter((one) => one.name === name).toReversed();
    return `  ${name}:\n${versions.map(entryOf).join('')}`;
  });
  return `apiVersion: v1\nentries:${entries.length === 0 ? ' {}' : `\n${entries.join('').trimEnd()}`}\n`;
}

const entryOf = ({ name, version, digest }: StoredChart): string =>
  `  - apiVersion: v2\n    name: ${name}\n    version: "${version}"\n    digest: ${digest}\n    urls:\n    - charts/${name}-${version}.tgz\n`;

/** Name and version as the Chart.yaml says that stands first in the archive. */
function metadataOf(tgz: Buffer): {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
} {
  const tar = gunzipSync(tgz);
  const size = Number.parseInt(tar.toString('ascii', 124, 135), 8);
  const text = tar.toString('utf8', 512, 512 + size);
  const field = (key: string): string => new RegExp(`^${key}: "?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return {
    name: field('name'),
    version: field('version'),
    digest: createHash('sha256').update(tgz).digest('hex'),
  };
}

/** The one file of a form. */
function partOf(form: Buffer): Buffer {
  const boundary = form.subarray(0, form.indexOf('\r\n'));
  const start = form.indexOf('\r\n\r\n') + 4;
  return form.subarray(start, form.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), start));
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
