import { answer, type ApiAnswer, type ApiRequest } from '../http/exchange.ts';
import { close, deliver, listen, receive, serverOf } from '../http/loopback.ts';
import { indexOf, metadataOf, partOf, type StoredChart } from './packages.ts';

export type { StoredChart } from './packages.ts';

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

/** A stand-in for a ChartMuseum, and for GitLab's Helm registry below `/api/v4`. */
export interface ChartRepository {
  /** Address of the ChartMuseum, without a trailing slash. */
  readonly url: string;
  /** Address of GitLab's API. */
  readonly api: string;
  readonly charts: readonly StoredChart[];
  /** Texts of the `.prov` files that were uploaded, one for each package. */
  readonly provenances: readonly string[];
  /** Uploads that came in, refused ones too: `POST /api/charts`. */
  readonly uploads: readonly string[];
  /** Lets something go wrong from now on. */
  fail(fault: ChartFault): void;
  close(): Promise<void>;
}

/** Starts one on a free port of 127.0.0.1. GitLab takes a version twice, ChartMuseum answers 409. */
export async function startChartRepository(options: ChartRepositoryOptions = {}): Promise<ChartRepository> {
  const state = new State(options);
  const server = serverOf(async (incoming, outgoing) =>
    deliver(outgoing, state.answer(await receive(incoming)), undefined),
  );
  const url = await listen(server);
  return {
    url,
    api: `${url}/api/v4`,
    charts: state.charts,
    provenances: state.provenances,
    uploads: state.uploads,
    fail: (fault) => state.addFault(fault),
    close: () => close(server),
  };
}

class State {
  readonly charts: (StoredChart & { lag: number })[] = [];
  readonly provenances: string[] = [];
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

  /** Answers a request; nothing where its connection breaks. */
  answer({ method, path: asked, query, headers, body }: ApiRequest): ApiAnswer | undefined {
    const path = withoutSubpath(decodeURI(asked), this.#options.subpath ?? '');
    if (!this.#admits(headers)) return notAdmitted;
    const [, listed] = /^\/api\/v4\/projects\/([^/]+)\/packages$/.exec(path) ?? [];
    if (listed !== undefined) return this.#list(listed, query.get('status'));
    const [, project, rest = ''] = /^\/api\/v4\/projects\/([^/]+)\/packages\/helm\/(.*)$/.exec(path) ?? [];
    if (method === 'POST') return this.#upload(path, project, rest, body);
    const place = project === undefined ? 'charts' : `${project}/${rest.split('/')[0]}`;
    const tail = project === undefined ? path.slice(1) : rest.split('/').slice(1).join('/');
    if (tail === 'index.yaml') return this.#index(place);
    if (tail.endsWith('.prov')) return this.#provenance(tail);
    const chart = this.charts.findLast(
      (one) => one.place === place && tail === `charts/${one.name}-${one.version}.tgz`,
    );
    return chart === undefined ? notFound : typed('application/gzip', chart.bytes);
  }

  #admits(headers: ApiRequest['headers']): boolean {
    const { credentials } = this.#options;
    const [scheme = '', token = ''] = (headers['authorization'] ?? '').split(' ');
    const login = scheme.toLowerCase() === 'basic' ? Buffer.from(token, 'base64').toString() : undefined;
    const isOf = ({ username, password }: { readonly username: string; readonly password: string }) =>
      login === `${username}:${password}` || headers['private-token'] === password;
    return credentials?.some(isOf) ?? true;
  }

  /** GitLab's list of packages: what the index does not show yet is `processing`. */
  #list(project: string, status: string | null): ApiAnswer {
    const found = this.charts.filter(
      ({ place, lag }) => place.startsWith(`${project}/`) && lag > 0 === (status === 'processing'),
    );
    return answer(
      200,
      found.map(({ name, version }) => ({ name, version, package_type: 'helm', status })),
    );
  }

  #upload(path: string, project: string | undefined, rest: string, body: Buffer): ApiAnswer | undefined {
    this.uploads.push(`POST ${path}`);
    const fault = this.#take('status', 'reset', 'lost', 'swallowed');
    if (fault?.kind === 'reset') return undefined;
    if (fault?.kind === 'status') return answer(fault.status ?? 500, { message: 'a bad day' });
    if (path === '/api/prov') return this.#keep(body.toString(), fault);
    const channel = /^api\/([^/]+)\/charts$/.exec(rest)?.[1];
    if (path !== '/api/charts' && channel === undefined) return notFound;
    const bytes = project === undefined ? body : partOf(body);
    if (bytes.length > (this.#options.limit ?? 5 * 1024 * 1024))
      return answer(project === undefined ? 413 : 400, { message: 'File is too large.' });
    const place = project === undefined ? 'charts' : `${project}/${channel}`;
    const chart = { ...metadataOf(bytes), place, bytes, lag: this.#options.lag ?? 0 };
    const taken = this.charts.some(
      (one) => one.place === place && one.name === chart.name && one.version === chart.version,
    );
    if (taken && project === undefined) return answer(409, { error: 'file already exists' });
    if (fault?.kind !== 'swallowed') this.charts.push(chart);
    if (fault?.kind === 'lost') return undefined;
    return answer(201, project === undefined ? { saved: true } : { message: '201 Created' });
  }

  #provenance(path: string): ApiAnswer {
    const file = path.slice('charts/'.length, -'.prov'.length);
    const found = this.provenances.find((each) => each.includes(`  ${file}: `));
    return found === undefined ? notFound : typed('text/plain', found);
  }

  /** Provenance of a package that has none yet. */
  #keep(provenance: string, fault: ChartFault | undefined): ApiAnswer | undefined {
    const [file] = /^ {2}\S+\.tgz(?=: sha256:)/m.exec(provenance) ?? [];
    if (file === undefined) return answer(500, { error: 'no provenance' });
    if (this.provenances.some((each) => each.includes(`${file}: `)))
      return answer(409, { error: 'file already exists' });
    if (fault?.kind !== 'swallowed') this.provenances.push(provenance);
    return fault?.kind === 'lost' ? undefined : answer(201, { saved: true });
  }

  #index(place: string): ApiAnswer {
    if (this.#take('garbled') !== undefined)
      return typed('text/html', '<!DOCTYPE html><title>Sign in</title>');
    const shown = this.charts.filter((one) => one.place === place && one.lag <= 0);
    for (const one of this.charts) one.lag -= 1;
    return typed('text/yaml', indexOf(shown));
  }

  #take(...kinds: readonly ChartFault['kind'][]): ChartFault | undefined {
    const found = this.#faults.find(({ fault, left }) => left > 0 && kinds.includes(fault.kind));
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }
}

const notFound = answer(404, { message: '404 Not Found' });
const notAdmitted: ApiAnswer = {
  ...answer(401, { message: '401 Unauthorized' }),
  headers: { 'www-authenticate': 'Basic realm="charts"' },
};

const typed = (type: string, body: string | Uint8Array): ApiAnswer => ({
  status: 200,
  headers: { 'content-type': type },
  body,
});

function withoutSubpath(path: string, subpath: string): string {
  if (subpath === '') return path;
  if (path.startsWith(`/api${subpath}/`)) return `/api${path.slice(subpath.length + 4)}`;
  return path.startsWith(`${subpath}/`) ? path.slice(subpath.length) : path;
}
