import { randomBytes } from 'node:crypto';
import { endpointOf, type RegistryAnswer, type RegistryRequest, refusal } from './exchange.ts';

/** Who may log in. */
export interface RegistryAccount {
  readonly username: string;
  readonly password: string;
}

export interface AuthRules {
  readonly auth?: 'none' | 'basic' | 'bearer';
  readonly account?: RegistryAccount;
  /** A refresh token that the token service takes by OAuth 2; without it, it does not know OAuth 2 and answers 404. */
  readonly identityToken?: string;
  /** Whether anybody may pull without logging in. */
  readonly anonymousPull?: boolean;
  /** Seconds; 300 unless told. */
  readonly tokenLifetime?: number;
  /** Takes rights away: gives the actions granted of those asked for. */
  readonly grant?: (repository: string, actions: readonly string[]) => readonly string[];
}

/** The door of the stand-in. */
export interface Door {
  /** Gives the refusal of a request, or nothing when it may pass. */
  readonly check: (request: RegistryRequest, origin: string) => RegistryAnswer | undefined;
  /** Answers the token service. */
  readonly token: (request: RegistryRequest) => RegistryAnswer;
  /** Makes every token given so far worthless. */
  readonly expireTokens: () => void;
}

/** The login that the stand-in takes unless told. */
export const defaultAccount: RegistryAccount = { username: 'ci', password: 's3cret-of-the-registry' };

export function createDoor(rules: AuthRules): Door {
  const { account = defaultAccount } = rules;
  const basic = `Basic ${Buffer.from(`${account.username}:${account.password}`).toString('base64')}`;
  const tokens = createTokens(rules);
  return {
    check: (request, origin) => {
      if (rules.auth === 'bearer') return checkToken(request, tokens, origin);
      return rules.auth !== 'basic' || request.headers['authorization'] === basic ? undefined : askBasic;
    },
    token: (request) => {
      if (request.method === 'POST' && rules.identityToken === undefined)
        return { status: 404, body: '404 page not found' };
      const form =
        request.method === 'POST'
          ? new URLSearchParams(new TextDecoder().decode(request.body))
          : request.query;
      const allowed = allowedTo(request, form, rules, basic);
      if (allowed === undefined) return badLogin;
      return tokens.issue(
        form.getAll('scope').flatMap((scope) => scope.split(' ')),
        allowed,
      );
    },
    expireTokens: tokens.expire,
  };
}

/** Which of some actions may be granted. */
type Allowed = (actions: readonly string[]) => readonly string[];

/** What somebody who asks for a token is allowed; nothing where the login is wrong. */
function allowedTo(
  { method, headers }: RegistryRequest,
  form: URLSearchParams,
  rules: AuthRules,
  basic: string,
): Allowed | undefined {
  const all: Allowed = (actions) => actions;
  if (method === 'POST') return form.get('refresh_token') === rules.identityToken ? all : undefined;
  if (headers['authorization'] === basic) return all;
  const isAnonymous = headers['authorization'] === undefined && rules.anonymousPull === true;
  return isAnonymous ? (actions) => actions.filter((action) => action === 'pull') : undefined;
}

/** Actions by repository. */
type Rights = ReadonlyMap<string, readonly string[]>;

/** The tokens that were given. */
interface Tokens {
  issue(scopes: readonly string[], allowed: Allowed): RegistryAnswer;
  /** The rights of a token that lives. */
  rights(token: string): Rights | undefined;
  readonly expire: () => void;
}

function createTokens({ tokenLifetime = 300, grant = (_, actions) => actions }: AuthRules): Tokens {
  const issued = new Map<string, { readonly rights: Rights; readonly expires: number }>();
  return {
    issue: (scopes, allowed) => {
      const rights = scopes.map((scope) => {
        const [, name = '', actions = ''] = /^repository:(.*):([^:]*)$/.exec(scope) ?? [];
        return [name, allowed(grant(name, actions.split(',')))] as const;
      });
      const token = jwt(rights);
      issued.set(token, { rights: new Map(rights), expires: Date.now() + tokenLifetime * 1000 });
      return { status: 200, body: { token, expires_in: tokenLifetime } };
    },
    rights: (token) => {
      const { rights, expires = 0 } = issued.get(token) ?? {};
      return expires > Date.now() ? rights : undefined;
    },
    expire: () => issued.clear(),
  };
}

function checkToken(request: RegistryRequest, tokens: Tokens, origin: string): RegistryAnswer | undefined {
  const needed = rightsFor(request);
  const rights = tokens.rights((request.headers['authorization'] ?? '').replace(/^Bearer /, ''));
  const scope = needed.map(([name, actions]) => `repository:${name}:${actions.join(',')}`).join(' ');
  if (rights === undefined) return askBearer(origin, scope, 'invalid_token');
  const isEnough = needed.every(([name, actions]) =>
    actions.every((action) => rights.get(name)?.includes(action)),
  );
  return isEnough ? undefined : askBearer(origin, scope, 'insufficient_scope');
}

const badLogin = refusal(401, 'UNAUTHORIZED', 'incorrect username or password');
const askBasic: RegistryAnswer = {
  ...refusal(401, 'UNAUTHORIZED', 'authentication required'),
  headers: { 'www-authenticate': 'Basic realm="stand-in"' },
};

function askBearer(origin: string, scope: string, error: string): RegistryAnswer {
  const asked = scope === '' ? '' : `,scope="${scope}"`;
  const challenge = `Bearer realm="${origin}/token",service="stand-in"${asked},error="${error}"`;
  return {
    ...refusal(401, 'UNAUTHORIZED', 'authentication required'),
    headers: { 'www-authenticate': challenge },
  };
}

/** What a request takes: reading or writing its repository, and reading the one it mounts from. */
function rightsFor({
  method,
  path,
  query,
}: RegistryRequest): readonly (readonly [string, readonly string[]])[] {
  const { repository, kind } = endpointOf(path);
  if (kind === 'none') return [];
  const from = query.get('from');
  const actions = method === 'GET' || method === 'HEAD' ? ['pull'] : ['pull', 'push'];
  return [[repository, actions], ...(from === null ? [] : [[from, ['pull']] as const])];
}

/** A token of the form registries use, with its rights to be read in it; nobody checks the signature. */
function jwt(rights: readonly (readonly [string, readonly string[]])[]): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const access = rights.map(([name, actions]) => ({ type: 'repository', name, actions }));
  return `${part({ alg: 'none' })}.${part({ access })}.${randomBytes(24).toString('base64url')}`;
}
