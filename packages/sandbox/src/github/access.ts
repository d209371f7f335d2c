import type { ApiAnswer, ApiRequest } from '../http/exchange.ts';
import { notFound, refuse } from './exchange.ts';

/** A token and what it may do. */
export interface GithubToken {
  /** `workflow` is the token GitHub makes for a job, `app` one of an App, `classic` one with scopes, `personal` one with permissions. */
  readonly kind: 'workflow' | 'app' | 'personal' | 'classic';
  /** `contents`, `actions`, `issues` and `pull_requests`: what it may beyond reading; all of them unless told. */
  readonly writes?: readonly string[];
  /** Of a classic token; `repo` unless told. */
  readonly scopes?: readonly string[];
  /** Whether its account may push to the repository; it may unless told. */
  readonly push?: boolean;
}

/** Who asks; somebody without a token only reads. */
export interface GithubCaller {
  readonly token: GithubToken | undefined;
}

/** The permissions that a request needs, as `x-accepted-github-permissions` lists them. */
const needs: readonly (readonly [method: RegExp, path: RegExp, permission: string])[] = [
  [/^(?:POST|PATCH|DELETE)$/, /^\/releases(?:\/|$)/, 'contents'],
  [/^POST$/, /^\/actions\/workflows\/[^/]+\/dispatches$/, 'actions'],
  [/^POST$/, /^\/issues\/\d+\/comments$/, 'issues'],
];

/** Finds out who asks. */
export function githubCaller(
  { headers }: ApiRequest,
  tokens: Readonly<Record<string, GithubToken>> | ((token: string) => GithubToken),
): GithubCaller | ApiAnswer {
  const { authorization } = headers;
  if (authorization === undefined) return { token: undefined };
  const given = /^(?:bearer|token) (.+)$/i.exec(authorization)?.[1] ?? '';
  const token = typeof tokens === 'function' ? tokens(given) : tokens[given];
  return token === undefined ? refuse(401, 'Bad credentials') : { token };
}

const refusals: Readonly<Record<GithubToken['kind'], string>> = {
  workflow: 'Resource not accessible by integration',
  app: 'Resource not accessible by integration',
  personal: 'Resource not accessible by personal access token',
  classic: 'Must have push access to repository',
};

/** Refuses what the caller may not do; nothing where it may. What one may not see at all is not there. */
export function refuseGithubCaller(
  { token }: GithubCaller,
  method: string,
  path: string,
): ApiAnswer | undefined {
  const permission = needs.find(([verb, place]) => verb.test(method) && place.test(path))?.[2];
  if (permission === undefined) return undefined;
  if (token === undefined) return notFound();
  const scopes = token.scopes ?? ['repo'];
  const may =
    token.push !== false &&
    (token.kind === 'classic'
      ? scopes.includes('repo') || scopes.includes('public_repo')
      : (token.writes ?? ['contents', 'actions', 'issues', 'pull_requests']).includes(permission));
  if (may) return undefined;
  const alternatives = permission === 'issues' ? 'issues=write; pull_requests=write' : `${permission}=write`;
  return {
    ...refuse(403, refusals[token.kind]),
    headers: { 'x-accepted-github-permissions': alternatives },
  };
}

/** When the primary limit is lifted, in seconds since the epoch. */
const reset = 4_000_000_000;

/** What every answer says of the primary limit, which is lower for a workflow's own token. */
export function limitsOf({ token }: GithubCaller, left: number): Readonly<Record<string, string>> {
  const known = token?.kind === 'workflow' ? 1000 : 5000;
  const limit = token === undefined ? 60 : known;
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(Math.min(left, limit - 1)),
    'x-ratelimit-reset': String(reset),
  };
}

/** What every answer to a classic token says of it. */
export const scopesOf = ({ token }: GithubCaller): Readonly<Record<string, string>> =>
  token?.kind === 'classic' ? { 'x-oauth-scopes': (token.scopes ?? ['repo']).join(', ') } : {};

/** Whether drafts are shown: only to those who may write. */
export const mayWrite = ({ token }: GithubCaller): boolean =>
  token !== undefined && token.push !== false && (token.writes ?? ['contents']).includes('contents');
