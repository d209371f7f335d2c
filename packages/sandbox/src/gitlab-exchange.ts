/** A request as the stand-in's handlers see it. */
export interface GitlabRequest {
  readonly method: string;
  /** Below the API's root, still encoded: `/projects/42/releases/chart%2Fv1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** An answer; an object or a list becomes JSON. */
export interface GitlabAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | object;
}

export const answer = (status: number, body: object | string | Uint8Array): GitlabAnswer => ({
  status,
  body,
});

/** An error in the form most of GitLab's have. */
export const refuse = (status: number, message: unknown): GitlabAnswer => ({ status, body: { message } });

export const notFound = (what = ''): GitlabAnswer =>
  refuse(404, what === '' ? '404 Not found' : `404 ${what} Not Found`);

/** The members of a JSON or form body. */
export function bodyOf(request: GitlabRequest): Record<string, unknown> {
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

/** One page of a list, with the `Link` header of GitLab; `host` is what the header says, right or wrong. */
export function page(items: readonly unknown[], request: GitlabRequest, root: string): GitlabAnswer {
  const size = Math.min(Number(request.query.get('per_page') ?? 20) || 20, 100);
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

/**
 * The way a request goes wrong. A number is a status, 429 with `Retry-After`; `refused` breaks off before anything is done,
 * `reset` after it; `slow` answers late; `garbage` is a sign-in page.
 */
export type GitlabFaultKind = 'refused' | 'reset' | 'slow' | 'garbage' | number | GitlabAnswer;

/** Which requests a fault befalls. Everything named must hold. */
export interface GitlabFault {
  readonly what: GitlabFaultKind;
  readonly method?: string;
  readonly path?: RegExp;
  /** Lets this many requests pass first. */
  readonly after?: number;
  /** How many requests; 1 unless told. */
  readonly times?: number;
}

export interface GitlabFaults {
  readonly add: (fault: GitlabFault) => void;
  /** Gives what befalls a request, and counts it. */
  readonly next: (request: GitlabRequest) => GitlabFaultKind | undefined;
}

export function createGitlabFaults(): GitlabFaults {
  const waiting: { readonly fault: GitlabFault; passing: number; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, passing: fault.after ?? 0, left: fault.times ?? 1 }),
    next: ({ method, path }) => {
      const meant = waiting.filter(
        ({ fault, left }) =>
          left > 0 &&
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || fault.path.test(path)),
      );
      const due = meant.find(({ passing }) => passing === 0);
      for (const fault of meant) if (fault.passing > 0) fault.passing -= 1;
      if (due !== undefined) due.left -= 1;
      return due?.fault.what;
    },
  };
}

/** The answer that a fault puts in place of the real one; nothing for faults of the connection. */
export function gitlabFaultAnswer(what: GitlabFaultKind): GitlabAnswer | undefined {
  if (what === 'garbage')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in' };
  if (typeof what === 'object') return what;
  if (typeof what !== 'number') return undefined;
  if (what === 429) return { status: 429, headers: { 'retry-after': '0' }, body: 'Retry later\n' };
  if (what >= 500)
    return {
      status: what,
      headers: { 'content-type': 'text/html' },
      body: `<html><title>${what}</title></html>`,
    };
  return refuse(what, `${what} as the test wants it`);
}
