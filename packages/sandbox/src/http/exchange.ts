import { defined } from '@launchway/core';

/** A request to a forge's API, as a stand-in's handlers see it. */
export interface ApiRequest {
  readonly method: string;
  /** Below the API's root, still encoded: `/projects/42/releases/chart%2Fv1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** An answer; an object or a list becomes JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | object;
}

/** A request that came, in the order it came. */
export interface ApiLoggedRequest {
  readonly method: string;
  /** Path and query, below the API's root. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly status: number | undefined;
}

export const answer = (status: number, body: object | string | Uint8Array): ApiAnswer => ({ status, body });

export function logged(
  { method, path, query, headers }: ApiRequest,
  status: number | undefined,
): ApiLoggedRequest {
  return { method, target: `${path}${query.size === 0 ? '' : `?${query}`}`, headers, status };
}

/** Gives the first token of a kind; none where any token is taken. */
export function tokenOf<Kind extends string>(
  tokens: Readonly<Record<string, { readonly kind: Kind }>> | ((token: string) => unknown),
  kind: Kind,
): { readonly token?: string } {
  const listed = typeof tokens === 'function' ? [] : Object.entries(tokens);
  const token = listed.find(([, one]) => one.kind === kind)?.[0];
  return defined({ token });
}

/** The members of a JSON or form body. */
export function bodyOf(request: ApiRequest): Record<string, unknown> {
  const text = request.body.toString('utf8');
  if ((request.headers['content-type'] ?? '').includes('urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
  } catch {
    return {};
  }
}

/** One page of a list, with a `Link` header; `root` is what the header says the API is at, right or wrong. */
export function page(
  items: readonly unknown[],
  request: ApiRequest,
  root: string,
  usual = 20,
): ApiAnswer & { readonly body: readonly unknown[] } {
  const size = Math.min(Number(request.query.get('per_page') ?? usual) || usual, 100);
  const at = Number(request.query.get('page') ?? 1) || 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(to));
    query.set('per_page', String(size));
    return `<${root}${request.path}?${query}>; rel="${rel}"`;
  };
  const links = [...(at < last ? [link(at + 1, 'next')] : []), link(1, 'first'), link(last, 'last')];
  return { status: 200, headers: { link: links.join(', ') }, body: items.slice((at - 1) * size, at * size) };
}
