import type { Effects, HttpGet, HttpResponse, HttpSend, Reads } from '@launchway/core';
import { type Context, refused, unanswered } from './answers.ts';
import { type Authenticator, authenticator, isInsufficient, tooFewRights } from './auth.ts';
import type { Scopes } from './scopes.ts';
import { type RegistryOptions, type Site, siteOf } from './site.ts';

/** What an exchange is for: the rights it takes, the statuses that answer it, and how messages speak of it. */
export interface Purpose {
  /** An infinitive, such as `read the tag 1.2.3 of org/app`. */
  readonly doing: string;
  readonly repository?: string;
  readonly scopes: Scopes;
  /** Any other status is an error. */
  readonly answers: readonly number[];
}

/** A conversation with one registry: addresses, credentials and warnings. Patience is the port's. */
export interface Session {
  readonly site: Site;
  readonly auth: Authenticator;
  /** GET or HEAD of a path, or of an address the registry gave. */
  get(target: string, purpose: Purpose, request?: Omit<HttpGet, 'url'>): Promise<HttpResponse>;
  context(purpose: Pick<Purpose, 'doing' | 'repository'>): Context;
}

/** A conversation that may also write. */
export interface WritingSession extends Session {
  send(target: string, purpose: Purpose, request: Omit<HttpSend, 'url'>): Promise<HttpResponse>;
}

/** Opens a conversation; nothing is sent yet. */
export function openSession(port: Effects, options: RegistryOptions): WritingSession;
export function openSession(port: Reads, options: RegistryOptions): Session;
export function openSession(port: Reads | Effects, options: RegistryOptions): Session | WritingSession {
  const site = siteOf(options);
  const auth = authenticator(port, site, options);
  const warned = new Set<string>();

  const context = ({ doing, repository }: Pick<Purpose, 'doing' | 'repository'>): Context => ({
    site: site.name,
    doing,
    ...(repository === undefined ? {} : { repository }),
    ...(auth.search === undefined ? {} : { search: auth.search }),
  });

  /** Credentials are for the registry alone; uploads and redirects may go on elsewhere. */
  const atHome = (url: string): boolean => new URL(url).origin === site.origin;

  const authorised = async <Request extends HttpGet | HttpSend>(
    wire: (request: Request) => Promise<HttpResponse>,
    request: Request,
    purpose: Purpose,
  ): Promise<HttpResponse> => {
    const attempt = async (authorization: string | undefined): Promise<HttpResponse> => {
      const proof = authorization === undefined ? {} : { authorization };
      const response = await wire({ ...request, headers: { ...request.headers, ...proof } });
      for (const warning of newWarnings(response, warned)) port.say(`${site.name} warns: ${warning}`);
      return response;
    };
    if (!atHome(request.url)) return attempt(undefined);
    const used = await auth.authorization(purpose.scopes, context(purpose));
    const first = await attempt(used);
    if (first.status !== 401 || !atHome(first.url)) return first;
    const second = await attempt(await auth.renew(first, used, purpose.scopes, context(purpose)));
    if (second.status === 401 && isInsufficient(second)) throw tooFewRights(context(purpose));
    return second;
  };

  const exchange = async <Request extends HttpGet | HttpSend>(
    wire: (request: Request) => Promise<HttpResponse>,
    target: string,
    purpose: Purpose,
    request: Omit<Request, 'url'>,
  ): Promise<HttpResponse> => {
    const url = target.startsWith('/') ? `${site.origin}${target}` : target;
    const trust = site.ca === undefined ? {} : { ca: site.ca };
    const response = await authorised(wire, { ...request, ...trust, url } as Request, purpose).catch(
      (error) => {
        throw unanswered(error, context(purpose));
      },
    );
    if (purpose.answers.includes(response.status)) return response;
    throw refused(response, context(purpose));
  };

  return {
    site,
    auth,
    context,
    get: (target, purpose, request = {}) =>
      exchange((get: HttpGet) => port.get(get), target, purpose, request),
    ...('send' in port && {
      send: (target: string, purpose: Purpose, request: Omit<HttpSend, 'url'>) =>
        exchange((send: HttpSend) => port.send(send), target, purpose, request),
    }),
  };
}

/** The texts of `Warning: 299 - "text"` headers that were not given before. */
function newWarnings(response: HttpResponse, given: Set<string>): readonly string[] {
  const texts = [...(response.header('warning') ?? '').matchAll(/299\s+\S+\s+"((?:[^"\\]|\\.)*)"/g)]
    .map(([, text = '']) => text.replace(/\\(.)/g, '$1'))
    .filter((text) => !given.has(text));
  for (const text of texts) given.add(text);
  return [...new Set(texts)];
}
