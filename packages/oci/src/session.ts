import {
  defined,
  type Effects,
  type HttpGet,
  type HttpResponse,
  type HttpSend,
  type Reads,
} from '@launchway/core';
import { type Context, refused, refusedElsewhere, unanswered } from './answers.ts';
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
  const line: Line = { port, site, auth: authenticator(port, site, options), warned: new Set() };
  return {
    site,
    auth: line.auth,
    context: (purpose) => contextOf(line, purpose),
    get: (target, purpose, request = {}) =>
      exchange(line, (get: HttpGet) => port.get(get), target, purpose, request),
    ...('send' in port && {
      send: (target: string, purpose: Purpose, request: Omit<HttpSend, 'url'>) =>
        exchange(line, (send: HttpSend) => port.send(send), target, purpose, request),
    }),
  };
}

/** What a conversation holds on to. */
interface Line {
  readonly port: Reads;
  readonly site: Site;
  readonly auth: Authenticator;
  /** Warnings that were told. */
  readonly warned: Set<string>;
}

type Wire<Request> = (request: Request) => Promise<HttpResponse>;

function contextOf(
  { site, auth: { search } }: Line,
  { doing, repository }: Pick<Purpose, 'doing' | 'repository'>,
): Context {
  return {
    site: site.name,
    doing,
    ...defined({ repository, search }),
  };
}

/** Asks, and gives an answer that the purpose knows; any other is an error. */
async function exchange<Request extends HttpGet | HttpSend>(
  line: Line,
  wire: Wire<Request>,
  target: string,
  purpose: Purpose,
  request: Omit<Request, 'url'>,
): Promise<HttpResponse> {
  const { origin, ca } = line.site;
  const url = target.startsWith('/') ? `${origin}${target}` : target;
  const trust = defined({ ca });
  const response = await authorised(line, wire, { ...request, ...trust, url } as Request, purpose).catch(
    (error) => {
      throw unanswered(error, contextOf(line, purpose));
    },
  );
  if (purpose.answers.includes(response.status)) return response;
  const ending = isAt(line.site, response.url) ? refused : refusedElsewhere;
  throw ending(response, contextOf(line, purpose));
}

const isAt = ({ origin }: Site, url: string): boolean => new URL(url).origin === origin;

/** Asks with credentials, once more where the registry says which it wants; elsewhere, where uploads and redirects may lead, without. */
async function authorised<Request extends HttpGet | HttpSend>(
  line: Line,
  wire: Wire<Request>,
  request: Request,
  purpose: Purpose,
): Promise<HttpResponse> {
  const { site, auth } = line;
  const attempt = async (authorization: string | undefined): Promise<HttpResponse> => {
    const proof = defined({ authorization });
    const response = await wire({ ...request, headers: { ...request.headers, ...proof } });
    tellWarnings(response, line);
    return response;
  };
  if (!isAt(site, request.url)) return attempt(undefined);
  const used = await auth.authorization(purpose.scopes, contextOf(line, purpose));
  const first = await attempt(used);
  if (first.status !== 401 || !isAt(site, first.url)) return first;
  const second = await attempt(await auth.renew(first, used, purpose.scopes, contextOf(line, purpose)));
  if (second.status === 401 && isInsufficient(second)) throw tooFewRights(contextOf(line, purpose));
  return second;
}

/** Says the texts of `Warning: 299 - "text"` headers that were not said before. */
function tellWarnings(response: HttpResponse, { port, site, warned }: Line): void {
  for (const [, quoted = ''] of (response.header('warning') ?? '').matchAll(
    /299\s+\S+\s+"((?:[^"\\]|\\.)*)"/g,
  )) {
    const text = quoted.replace(/\\(.)/g, '$1');
    if (!warned.has(text)) port.say(`${site.name} warns: ${text}`);
    warned.add(text);
  }
}
