import { backoff, mostTries } from '../../model/backoff.ts';
import type { HttpGet, HttpResponse, HttpSend } from '../../model/ports.ts';
import type { Routes } from '../../model/rehearsal.ts';
import type { Clock } from '../clock.ts';
import { interrupted } from '../problems.ts';
import type { Credentials, Environment } from '../secrets/credentials.ts';
import type { Mask } from '../secrets/mask.ts';
import { requestBody } from './body.ts';
import { explainUnanswered, timedOut, type Unanswered } from './errors.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { proxySecrets } from './proxy.ts';
import { type Leg, redirected, tooManyRedirects } from './redirect.ts';
import { prepare, readOnly, type Sending } from './request.ts';
import { readResponse } from './response.ts';
import { askedWait, isPassing, isRateLimit } from './retry.ts';
import { createTransport, type Transport } from './transport.ts';

export interface Http {
  /** @throws HTTP_READ_ONLY for another method, and as {@link Http.send} */
  readonly get: (request: HttpGet) => Promise<HttpResponse>;
  /**
   * Sends a request and gives the answer, whatever its status: only a request without an answer is an error.
   * @throws HTTP_UNREACHABLE, HTTP_DROPPED, HTTP_TIMEOUT (these are transient), HTTP_TLS, HTTP_PROXY,
   * HTTP_GARBLED, HTTP_REDIRECTS, HTTP_TOO_LARGE, HTTP_ADDRESS, CREDENTIAL_MISSING, INTERRUPTED
   */
  readonly send: (request: HttpSend) => Promise<HttpResponse>;
}

export interface HttpOptions {
  readonly env: Environment;
  readonly mask: Mask;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told of long waits. */
  readonly say?: (line: string) => void;
  readonly random?: () => number;
  /** Milliseconds that any request may take, whatever it asks for. */
  readonly longest?: number | undefined;
  readonly routes?: Routes | undefined;
}

/** Requests to one server that may be under way at a time. */
const most = 4;
const mostRedirects = 10;
const longWait = 2000;
const defaults = { timeout: 60_000, limit: 64 * 1024 * 1024, tries: mostTries };

interface Tools extends HttpOptions {
  readonly transport: Transport;
  readonly limit: Limiter;
  /** Origins whose last request was sent again and again, each time after a long wait, in vain: they are asked once. */
  readonly wearisome: Set<string>;
}

/** Makes the HTTP port: retries, redirects, proxies, authorities, credentials and limits are its business alone. */
export function createHttp(options: HttpOptions): Http {
  for (const secret of proxySecrets(options.env)) options.mask.add(secret);
  const tools: Tools = {
    ...options,
    transport: createTransport(options.env),
    limit: createLimiter(most),
    wearisome: new Set(),
  };
  return {
    get: async (request) => {
      const method = request.method ?? 'GET';
      if (method !== 'GET' && method !== 'HEAD') throw readOnly(method, request.url);
      return answer(tools, prepare(tools, request, method, true));
    },
    send: async (request) => {
      const repeatable = request.idempotent ?? (request.method === 'PUT' || request.method === 'DELETE');
      const body = request.body === undefined ? undefined : requestBody(request.body);
      return answer(tools, prepare(tools, request, request.method, repeatable, body));
    },
  };
}

/** Tries until there is an answer to keep, or no more sense in trying. */
async function answer(tools: Tools, sending: Sending): Promise<HttpResponse> {
  const { origin } = sending.leg.url;
  const all = sending.request.tries ?? defaults.tries;
  const tries = tools.wearisome.has(origin) ? 1 : all;
  for (let tried = 1; ; tried += 1) {
    const outcome = await attempt(tools, sending);
    const wait = tried < tries ? waitBeforeNext(tools, sending, outcome, tried) : undefined;
    if (wait === undefined) {
      if (!takesLong(outcome)) tools.wearisome.delete(origin);
      else if (tried === all) tools.wearisome.add(origin);
      if ('error' in outcome) throw outcome.error;
      return outcome;
    }
    if (wait > longWait)
      tools.say?.(`Waiting ${Math.ceil(wait / 1000)} s before ${sending.leg.url.host} is asked again`);
    await tools.clock.sleep(wait);
  }
}

/** Whether a minute may go by before the same request could fare better. */
const takesLong = (outcome: HttpResponse | Unanswered): boolean =>
  'error' in outcome ? outcome.error.problems[0]?.code === 'HTTP_TIMEOUT' : isRateLimit(outcome);

/** Gives the milliseconds until the next try, or nothing when the outcome stands. */
function waitBeforeNext(
  { clock, random = Math.random }: Tools,
  { repeatable }: Sending,
  outcome: HttpResponse | Unanswered,
  tried: number,
): number | undefined {
  if ('error' in outcome) {
    const again = outcome.error.transient && (repeatable || outcome.unseen);
    return again ? backoff(tried, random) : undefined;
  }
  if (!(repeatable ? isPassing(outcome) : isRateLimit(outcome))) return undefined;
  const wait = Math.max(backoff(tried, random), askedWait(outcome, clock.now()) ?? 0);
  return wait === Infinity ? undefined : wait;
}

/** The time of one try, which all its redirects share; waiting for its turn does not count. */
interface Timer {
  readonly over: AbortController;
  /** Milliseconds. */
  left: number;
}

/** One try, along all redirects. */
async function attempt(tools: Tools, sending: Sending): Promise<HttpResponse | Unanswered> {
  let leg = sending.leg;
  const timer = { over: new AbortController(), left: timeOf(tools, sending) };
  try {
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      const response = await tools.limit(leg.url.origin, () => travel(tools, sending, leg, timer));
      if (sending.request.redirect === 'manual') return response;
      const next = redirected(leg, response.status, response.header('location'), sending.secretHeader);
      if (next === undefined) return response;
      leg = next;
    }
    throw tooManyRedirects(leg.url, mostRedirects);
  } catch (error) {
    if (tools.signal?.aborted) throw interrupted();
    if (!timer.over.signal.aborted) return explainUnanswered(leg.url, error);
    return { error: timedOut(leg.url, timeOf(tools, sending)), unseen: false };
  }
}

/** One request to one server, its answer read to the end. */
async function travel(tools: Tools, sending: Sending, leg: Leg, timer: Timer): Promise<HttpResponse> {
  const { limit = defaults.limit, ca } = sending.request;
  const routed = tools.routes?.address(leg.url);
  const fetch = await tools.transport({ url: routed ? undefined : leg.url, ca, timeout: timer.left });
  const body = leg.hasBody ? await sending.body?.open() : undefined;
  const began = performance.now();
  const clock = setTimeout(() => timer.over.abort(), timer.left);
  const signal = AbortSignal.any([timer.over.signal, ...(tools.signal ? [tools.signal] : [])]);
  try {
    const response = await fetch(routed ?? leg.url, {
      method: leg.method,
      headers: { ...leg.headers, ...body?.headers },
      redirect: 'manual',
      signal,
      ...body?.init,
    });
    return await untilAborted(signal, readResponse(leg.url, response, limit));
  } finally {
    clearTimeout(clock);
    timer.left -= performance.now() - began;
  }
}

/** Node leaves a body for ever without an end that it still unpacks when the request is aborted. */
function untilAborted<T>(signal: AbortSignal, reading: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
  );
  return Promise.race([reading, aborted]);
}

function timeOf({ longest = Infinity }: Tools, { request }: Sending): number {
  return Math.min(request.timeout ?? defaults.timeout, longest);
}
