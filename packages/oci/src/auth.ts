import type { Effects, HttpResponse, Reads } from '@launchway/core';
import { type Context, failure, refused } from './answers.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import { basicPair, findLogin, type Search } from './credentials.ts';
import { covers, parseScopes, type Scopes, unite } from './scopes.ts';
import type { RegistryOptions, Site } from './site.ts';
import { requestToken, type Token, type TokenService, tokenService } from './token.ts';

/** How a registry wants to be spoken to. */
type Scheme =
  | { readonly kind: 'basic'; readonly pair: string }
  | { readonly kind: 'bearer'; readonly service?: TokenService };

/** Logs in to one registry: learns how from its first 401, and keeps what it got for the run. */
export interface Authenticator {
  /** What the registry has asked for so far. */
  readonly scheme: 'none' | 'basic' | 'bearer';
  /** The search for credentials, once there was one. */
  readonly search: Search | undefined;
  /** The `Authorization` header for some rights; nothing while the registry has not asked for one. */
  authorization(scopes: Scopes, context: Context): Promise<string | undefined>;
  /**
   * The header to try again with, after a 401 to a request that carried `used`.
   *
   * @throws REGISTRY_UNAUTHORIZED, REGISTRY_DENIED or REGISTRY_CHALLENGE_REFUSED when no other can help.
   */
  renew(response: HttpResponse, used: string | undefined, scopes: Scopes, context: Context): Promise<string>;
  /** The rights granted where the registry's token tells them. */
  granted(scopes: Scopes, context: Context): Promise<Scopes | undefined>;
}

export const authenticator = (port: Reads | Effects, site: Site, options: RegistryOptions): Authenticator =>
  new LearningAuthenticator(port, site, options);

class LearningAuthenticator implements Authenticator {
  readonly #port: Reads | Effects;
  readonly #site: Site;
  readonly #options: RegistryOptions;
  readonly #tokens: Tokens;
  #looking: Promise<Search> | undefined;
  #search: Search | undefined;
  #scheme: Scheme | undefined;

  constructor(port: Reads | Effects, site: Site, options: RegistryOptions) {
    this.#port = port;
    this.#site = site;
    this.#options = options;
    this.#tokens = keepTokens(port, (scopes, context) => this.#issue(scopes, context));
  }

  get scheme(): Authenticator['scheme'] {
    return this.#scheme?.kind ?? 'none';
  }

  get search(): Search | undefined {
    return this.#search;
  }

  async authorization(scopes: Scopes, context: Context): Promise<string | undefined> {
    return this.#scheme === undefined ? undefined : this.#header(this.#scheme, scopes, context);
  }

  async renew(
    response: HttpResponse,
    used: string | undefined,
    scopes: Scopes,
    context: Context,
  ): Promise<string> {
    const challenges = parseChallenges(response.header('www-authenticate') ?? '');
    if (used === undefined) {
      this.#scheme ??= chooseScheme(challenges, await this.#lookUp(), this.#site, context);
      if (this.#scheme === undefined) throw refused(response, this.#told(context));
      return this.#header(this.#scheme, scopes, context);
    }
    if (this.#scheme?.kind !== 'bearer') throw refused(response, this.#told(context));
    const asked = challenges.find((challenge) => challenge.scheme === 'bearer')?.parameters ?? {};
    const wanted = parseScopes(asked['scope'] ?? '');
    if (asked['error'] === 'insufficient_scope' && covers(scopes, wanted))
      throw tooFewRights(this.#told(context));
    this.#tokens.forget(scopes);
    return this.#header(this.#scheme, unite(scopes, wanted), context);
  }

  async granted(scopes: Scopes, context: Context): Promise<Scopes | undefined> {
    return this.#scheme?.kind === 'bearer' ? (await this.#tokens.get(scopes, context)).granted : undefined;
  }

  async #header(how: Scheme, scopes: Scopes, context: Context): Promise<string> {
    return how.kind === 'basic'
      ? `Basic ${how.pair}`
      : `Bearer ${(await this.#tokens.get(scopes, context)).value}`;
  }

  async #issue(scopes: Scopes, context: Context): Promise<Token> {
    const { login } = await this.#lookUp();
    if (login?.kind === 'access') return { value: login.secret, expires: Number.POSITIVE_INFINITY };
    const service = this.#scheme?.kind === 'bearer' ? this.#scheme.service : undefined;
    if (service === undefined) throw failure('REGISTRY_ANSWER_INVALID', context, 'it names no token service');
    return requestToken(this.#port, { service, scopes, login, ca: this.#site.ca }, this.#told(context));
  }

  /** Credentials are looked for once, when the registry first asks for some. */
  async #lookUp(): Promise<Search> {
    this.#looking ??= findLogin(this.#port, this.#site.name, this.#options.credential);
    this.#search = await this.#looking;
    return this.#search;
  }

  /** The context with the search, which messages tell of. */
  #told(context: Context): Context {
    return this.#search === undefined ? context : { ...context, search: this.#search };
  }
}

interface Tokens {
  get(scopes: Scopes, context: Context): Promise<Token>;
  forget(scopes: Scopes): void;
}

/** Keeps one token for the same rights while it lives, however many ask at once; a failure is not kept. */
function keepTokens(
  { now }: Pick<Reads, 'now'>,
  issue: (scopes: Scopes, context: Context) => Promise<Token>,
): Tokens {
  const kept = new Map<string, Promise<Token>>();
  const get: Tokens['get'] = async (scopes, context) => {
    const key = scopes.join(' ');
    const held = kept.get(key);
    const token = await held;
    if (token !== undefined && now() < token.expires) return token;
    if (kept.get(key) !== held) return get(scopes, context);
    const issued = issue(scopes, context);
    kept.set(key, issued);
    issued.catch(() => kept.delete(key));
    return issued;
  };
  return { get, forget: (scopes) => void kept.delete(scopes.join(' ')) };
}

/** The error for a token that the registry takes, and that does not give the rights. */
export const tooFewRights = (context: Context): Error =>
  failure(
    'REGISTRY_DENIED',
    context,
    'the registry granted fewer rights than that takes (insufficient_scope)',
  );

/** True for a 401 that says the token is good and its rights are not enough. */
export const isInsufficient = (response: HttpResponse): boolean =>
  parseChallenges(response.header('www-authenticate') ?? '').some(
    ({ parameters }) => parameters['error'] === 'insufficient_scope',
  );

/** Bearer before Basic, if its realm can be used: some registries send both and mean only one. */
function chooseScheme(
  challenges: readonly Challenge[],
  { login }: Search,
  site: Site,
  context: Context,
): Scheme | undefined {
  const bearer = challenges.find((challenge) => challenge.scheme === 'bearer');
  const service = bearer && tokenService(bearer, site, context);
  if (service !== undefined) return { kind: 'bearer', service };
  if (bearer !== undefined && login?.kind === 'access') return { kind: 'bearer' };
  const basic = challenges.some((challenge) => challenge.scheme === 'basic');
  if (basic && login !== undefined && login.kind !== 'access') {
    return { kind: 'basic', pair: basicPair(login.username, login.secret) };
  }
  if (bearer === undefined || basic) return undefined;
  throw failure('REGISTRY_CHALLENGE_REFUSED', context, 'the address of its token service cannot be read');
}
