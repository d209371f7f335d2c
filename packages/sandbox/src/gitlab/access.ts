import { type GitlabAnswer, type GitlabRequest, notFound, refuse } from './exchange.ts';

/** A token and what it may do. */
export interface GitlabToken {
  readonly kind: 'job' | 'personal' | 'deploy' | 'oauth' | 'trigger';
  /** 10 guest, 20 reporter, 30 developer, 40 maintainer; 40 unless told. */
  readonly level?: number;
  /** `api` unless told; deploy tokens: `write_package_registry`. */
  readonly scopes?: readonly string[];
}

/** Who asks, by the header the token came in. */
export type GitlabCaller = GitlabToken & { readonly level: number; readonly scopes: readonly string[] };

/** What a job token may be used for (docs.gitlab.com/ci/jobs/ci_job_token), below `/projects/:id`. */
const forJobs: readonly (readonly [method: RegExp, path: RegExp])[] = [
  [/./, /^\/releases(?:\/|$)/],
  [/./, /^\/packages(?:\/|$)/],
  [/^POST$/, /^\/trigger\/pipeline$/],
  [/^GET$/, /^\/registry\//],
];

/**
 * Finds out who asks. As on a real GitLab a token in the wrong header is nobody's, and what one may not see is not there.
 */
export function callerOf(
  request: GitlabRequest,
  tokens: Readonly<Record<string, GitlabToken>> | ((token: string) => GitlabToken),
): GitlabCaller | GitlabAnswer {
  const { headers } = request;
  const [basicUser, basicToken] = basicOf(headers['authorization']);
  const bearer = /^bearer (.+)$/i.exec(headers['authorization'] ?? '')?.[1];
  const given =
    headers['private-token'] ?? headers['job-token'] ?? headers['deploy-token'] ?? bearer ?? basicToken;
  if (given === undefined) return notFound('Project');
  const token = typeof tokens === 'function' ? tokens(given) : tokens[given];
  if (token === undefined) return refuse(401, '401 Unauthorized');
  const fits =
    (headers['job-token'] !== undefined && token.kind === 'job') ||
    (headers['private-token'] !== undefined && ['personal', 'oauth'].includes(token.kind)) ||
    (headers['deploy-token'] !== undefined && token.kind === 'deploy') ||
    (bearer !== undefined && ['oauth', 'personal'].includes(token.kind)) ||
    (basicToken !== undefined && (basicUser === 'gitlab-ci-token') === (token.kind === 'job'));
  if (!fits) return notFound('Project');
  const scopes = token.kind === 'deploy' ? ['write_package_registry', 'read_package_registry'] : ['api'];
  return { level: 40, scopes, ...token };
}

function basicOf(authorization: string | undefined): readonly [string?, string?] {
  const encoded = /^basic (.+)$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return [];
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return [user, rest.join(':')];
}

/** Refuses what the caller may not do in a project; nothing where it may. */
export function refuseCaller(caller: GitlabCaller, method: string, path: string): GitlabAnswer | undefined {
  const isRead = method === 'GET' || method === 'HEAD';
  if (caller.kind === 'job' && !forJobs.some(([verb, place]) => verb.test(method) && place.test(path)))
    return path === '' || isRead ? notFound('Project') : refuse(401, '401 Unauthorized');
  if (caller.kind === 'deploy' && !path.startsWith('/packages')) return refuse(401, '401 Unauthorized');
  const wanted = isRead
    ? ['api', 'read_api', 'write_package_registry', 'read_package_registry']
    : ['api', 'write_package_registry'];
  if (!caller.scopes.some((scope) => wanted.includes(scope)))
    return {
      status: 403,
      body: {
        error: 'insufficient_scope',
        error_description: 'The request requires higher privileges than provided by the access token.',
        scope: 'api',
      },
    };
  return !isRead && caller.level < 30 ? refuse(403, '403 Forbidden') : undefined;
}
