import { type JsrRequest, type JsrAnswer, refusal } from './exchange.ts';
import type { JsrPackage, JsrStore, JsrVersion } from './store.ts';

/** Who a workflow run is, as the forge's identity token says. */
export interface JsrWorkflow {
  readonly repositoryId: number;
  readonly repository: string;
  readonly actorId: number;
  readonly workflow: string;
}

/** A personal token. */
export interface JsrToken {
  readonly user: string;
  /** Set for a token that is limited to packages or scopes. */
  readonly restricted?: boolean;
}

/** What tells who may publish. */
export interface JsrIdentities {
  readonly store: JsrStore;
  readonly tokens: ReadonlyMap<string, JsrToken>;
}

/** Makes an identity token; its signature is not looked at. */
export function identityToken(
  { repository, repositoryId, actorId, workflow }: JsrWorkflow,
  audience: string,
): string {
  const claims = {
    iss: 'https://token.actions.githubusercontent.com',
    sub: `repo:${repository}:ref:refs/heads/main`,
    aud: audience,
    repository_id: String(repositoryId),
    actor_id: String(actorId),
    workflow,
  };
  return `hdr.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.sig`;
}

export interface PublishRequest {
  readonly held: JsrPackage;
  readonly version: string;
  /** Checksum of what was sent. */
  readonly hash: string;
}

/** Gives how a request is allowed to publish, or the answer that refuses it. */
export function authorise(
  { store, tokens }: JsrIdentities,
  request: JsrRequest,
  publish: PublishRequest,
): JsrVersion['by'] | JsrAnswer {
  const [kind, word = ''] = (request.headers['authorization'] ?? '').split(' ');
  if (kind === 'githuboidc') return byWorkflow(store, word, publish);
  if (kind !== 'Bearer') return refusal(401, 'missingAuthentication', 'No authentication was provided.');
  const token = tokens.get(word);
  if (token === undefined) return refusal(401, 'invalidBearerToken', 'The provided bearer token is invalid.');
  const scope = store.scope(publish.held.scope);
  if (scope.requirePublishingFromCI)
    return refusal(403, 'scopeRequiresPublishingFromCI', 'The scope requires publishing from CI.');
  return scope.members.some(({ id }) => id === token.user)
    ? 'token'
    : refusal(403, 'actorNotScopeMember', 'The actor is not a member of the scope.');
}

function byWorkflow(
  store: JsrStore,
  jwt: string,
  { held, version, hash }: PublishRequest,
): JsrVersion['by'] | JsrAnswer {
  const claims = claimsOf(jwt);
  if (claims === undefined) return refusal(401, 'invalidOidcToken', 'The OIDC token is invalid.');
  if (String(held.repository?.id) !== claims.repository_id)
    return refusal(
      403,
      'actorNotAuthorized',
      'The actor is not authorized: the repository is not linked to the package.',
    );
  const { members, verifyOidcActor } = store.scope(held.scope);
  if (verifyOidcActor && !members.some(({ githubId }) => String(githubId) === claims.actor_id))
    return refusal(403, 'actorNotScopeMember', 'The actor is not a member of the scope.');
  const { permissions = [] } = JSON.parse(claims.aud) as { permissions?: readonly Permission[] };
  const isAllowed = permissions.some(
    (permission) =>
      permission.scope === held.scope &&
      permission.package === held.name &&
      permission.version === version &&
      permission.tarballHash === hash,
  );
  return isAllowed
    ? 'oidc'
    : refusal(403, 'missingPermission', 'The token lacks the permission to publish this.');
}

interface Permission {
  readonly scope: string;
  readonly package: string;
  readonly version: string;
  readonly tarballHash: string;
}

function claimsOf(jwt: string): { repository_id: string; actor_id: string; aud: string } | undefined {
  try {
    return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
