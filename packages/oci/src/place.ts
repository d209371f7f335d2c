import type { HttpResponse } from '@launchway/core';
import { failure, registryErrors, type RegistryCode } from './answers.ts';
import type { Scopes } from './scopes.ts';
import type { Purpose, Session, WritingSession } from './session.ts';

/** A repository in a conversation with its registry: where it is, and with which rights it is spoken of. */
export interface Place<Conversation extends Session = Session> {
  readonly session: Conversation;
  /** Path in the registry, such as `org/app`. */
  readonly name: string;
  /** Path of its endpoints, such as `/v2/org/app`. */
  readonly path: string;
  readonly scopes: Scopes;
}

export type WritingPlace = Place<WritingSession>;

/** Says what an exchange is for; `scopes` where it takes other rights than the place has. */
export const purpose = (
  { name, scopes }: Place,
  doing: string,
  answers: readonly number[],
  other: Scopes = scopes,
): Purpose => ({ doing, repository: name, scopes: other, answers });

export const fail = ({ session }: Place, what: Purpose, code: RegistryCode, found: string): Error =>
  failure(code, session.context(what), found);

/** A 404 means "there is none" only from a registry: a wrong address answers 404 too, and to everything. */
export async function isAbsent({ session, scopes }: Place, response: HttpResponse): Promise<boolean> {
  if (response.status !== 404) return false;
  if (registryErrors(response).length === 0) await ping(session, scopes);
  return true;
}

/**
 * Proves that a registry is there, and that its token service takes the credentials for some rights.
 *
 * @throws REGISTRY_UNREACHABLE, REGISTRY_UNAUTHORIZED, REGISTRY_DENIED, REGISTRY_ANSWER_INVALID
 */
export async function ping(session: Session, scopes: Scopes = []): Promise<void> {
  const what: Purpose = { doing: 'log in', scopes, answers: [200, 404, 405] };
  const response = await session.get('/v2/', what);
  const isPage = /^text\/html/i.test(response.header('content-type') ?? '');
  if (response.status === 200 && !isPage) return;
  const found = isPage ? 'a web page' : response.status;
  throw failure(
    'REGISTRY_ANSWER_INVALID',
    session.context(what),
    `it has no registry API, ${found} is at /v2/`,
  );
}
