import {
  defined,
  type Effects,
  type HttpGet,
  type HttpResponse,
  type HttpSend,
  type Reads,
} from '@launchway/core';
import { type Context, failure, jsonOf, refused, unanswered } from './answers.ts';
import type { Challenge } from './challenge.ts';
import { basicPair } from './credentials.ts';
import type { Login } from './docker-config.ts';
import { type Scopes, parseScopes, unite } from './scopes.ts';
import { isInside, isLoopback, type Site } from './site.ts';

export interface TokenService {
  readonly realm: URL;
  readonly service?: string;
}

export interface Token {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
  /** The rights it gives, where it tells. */
  readonly granted?: Scopes;
}

/** A token's body is some kilobytes; more is somebody else's. */
const largest = 64 * 1024;
/** The lifetime of a token that does not tell its own (distribution, "Token Authentication Specification"). */
const defaultLifetime = 60;

/**
 * Reads a Bearer challenge; nothing when its realm is no address, as some registries send along with a good `Basic`.
 *
 * @throws REGISTRY_CHALLENGE_REFUSED when credentials must not be sent there.
 */
export function tokenService(
  { parameters }: Challenge,
  site: Site,
  context: Context,
): TokenService | undefined {
  const text = parameters['realm'] ?? '';
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const realm = new URL(text);
  const home = new URL(site.origin);
  const refuse = (why: string): Error =>
    failure('REGISTRY_CHALLENGE_REFUSED', context, `it has its tokens at ${realm.origin}, ${why}`);
  if (home.protocol === 'https:' && realm.protocol !== 'https:') throw refuse('which is not encrypted');
  if (realm.username !== '' || realm.password !== '') throw refuse('with a user in the address');
  const atHome =
    realm.hostname === home.hostname || (isLoopback(realm.hostname) && isLoopback(home.hostname));
  if (isInside(realm.hostname) && !atHome) throw refuse('an address of a private network that it is not in');
  const { service } = parameters;
  return service === undefined ? { realm } : { realm, service };
}

/** A request for rights: to whom, which, and as whom. */
export interface TokenRequest {
  readonly service: TokenService;
  readonly scopes: Scopes;
  readonly login: Login | undefined;
  readonly ca: string | undefined;
}

/**
 * Asks a token service for rights, with a password, an identity token, or nothing at all. An identity token goes by
 * OAuth 2 where the port may POST, and as a password where it may not or the service does not know OAuth 2.
 *
 * @throws what the service's refusal means: REGISTRY_UNAUTHORIZED, REGISTRY_DENIED, REGISTRY_RATE_LIMITED, ...
 */
export async function requestToken(
  port: Reads | Effects,
  request: TokenRequest,
  context: Context,
): Promise<Token> {
  const ask = async (answer: Promise<HttpResponse>): Promise<HttpResponse> => {
    try {
      return await answer;
    } catch (error) {
      throw unanswered(error, context);
    }
  };
  if (request.login?.kind === 'identity' && 'send' in port) {
    const response = await ask(port.send(oauthRequest(request, request.login.secret)));
    if (![401, 404, 405].includes(response.status)) return readToken(port, response, context);
  }
  return readToken(port, await ask(port.get(tokenRequest(request))), context);
}

function tokenRequest({ service, scopes, login, ca }: TokenRequest): HttpGet {
  const url = new URL(service.realm);
  if (service.service !== undefined) url.searchParams.set('service', service.service);
  for (const scope of scopes) url.searchParams.append('scope', scope);
  const basic =
    login === undefined || login.kind === 'access' ? undefined : basicPair(login.username, login.secret);
  return {
    url: url.href,
    headers: {
      accept: 'application/json',
      ...(basic === undefined ? {} : { authorization: `Basic ${basic}` }),
    },
    limit: largest,
    ...defined({ ca }),
  };
}

/** The form of distribution's "OAuth 2 Token Authentication"; asking twice does no harm. */
function oauthRequest({ service, scopes, ca }: TokenRequest, refreshToken: string): HttpSend {
  const form = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: 'launchway',
    ...defined({ service: service.service }),
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  });
  return {
    method: 'POST',
    url: service.realm.href,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: form.toString(),
    idempotent: true,
    limit: largest,
    ...defined({ ca }),
  };
}

function readToken(port: Reads, response: HttpResponse, context: Context): Token {
  if (response.status !== 200) throw refused(response, context);
  const body = response.bytes.length > largest ? undefined : jsonOf(response, context);
  const answer: Readonly<Record<string, unknown>> = { ...(typeof body === 'object' ? body : {}) };
  const value = [answer['token'], answer['access_token']].find(
    (token) => typeof token === 'string' && token !== '',
  );
  if (typeof value !== 'string') {
    throw failure('REGISTRY_ANSWER_INVALID', context, 'its token service answered without a token');
  }
  port.mask(value);
  const seconds = typeof answer['expires_in'] === 'number' ? answer['expires_in'] : defaultLifetime;
  const granted =
    grantedBy(value) ?? (typeof answer['scope'] === 'string' ? parseScopes(answer['scope']) : undefined);
  return {
    value,
    // Early by a tenth, so that it does not expire on the way.
    expires: port.now() + seconds * 900,
    ...defined({ granted }),
  };
}

/** The rights in a token that is a JWT with the claim `access` (distribution, "Token Authentication Implementation"). */
function grantedBy(token: string): Scopes | undefined {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    if (typeof claims !== 'object' || claims === null || !('access' in claims)) return undefined;
    if (!Array.isArray(claims.access)) return [];
    return unite(
      claims.access.map(
        (entry: { readonly type?: string; readonly name?: string; readonly actions?: readonly string[] }) =>
          `${entry.type}:${entry.name}:${(entry.actions ?? []).join(',')}`,
      ),
    );
  } catch {
    return undefined;
  }
}
