import type { Credential, CredentialRef } from '../../model/credential.ts';
import type { Routes } from '../../model/rehearsal.ts';
import { failure } from '../problems.ts';
import type { Mask } from './mask.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Looks credentials up in the environment. Whatever it gives is masked from then on. */
export interface Credentials {
  /** Gives the credential, or nothing when none of its variables is set. */
  find(ref: CredentialRef): Credential | undefined;
  /** @throws CREDENTIAL_MISSING */
  require(ref: CredentialRef): Credential;
}

/** @param routes stand in for every credential, true ones included */
export function createCredentials(env: Environment, mask: Mask, routes?: Routes): Credentials {
  const find = (ref: CredentialRef) => {
    const credential = routes === undefined ? lookUp(env, ref) : routes.credential(ref);
    if (credential) mask.add(credential.secret, credential.username ?? '');
    return credential;
  };
  return {
    find,
    require: (ref) => find(ref) ?? missing(ref),
  };
}

function lookUp(env: Environment, ref: CredentialRef): Credential | undefined {
  const name = variables(ref).find((variable) => env[variable]?.trim());
  const value = name === undefined ? undefined : env[name];
  if (name === undefined || value === undefined) return undefined;
  const username = (ref.usernameEnv === undefined ? undefined : env[ref.usernameEnv]) || ref.username;
  return { secret: withoutLineEnd(value), source: `$${name}`, ...(username !== undefined && { username }) };
}

/** Settings pages like to add a line end to a token. A value of several lines, such as a key, keeps its last one. */
function withoutLineEnd(value: string): string {
  const trimmed = value.trim();
  return /[\r\n]/.test(trimmed) ? value : trimmed;
}

function missing(ref: CredentialRef): never {
  const names = variables(ref).map((name) => `$${name}`);
  const [only = ''] = names;
  throw failure('CREDENTIAL_MISSING', {
    message:
      names.length > 1
        ? `A credential is needed, and none of ${names.join(', ')} is set.`
        : `A credential is needed, and ${only} is not set.`,
    fix: `Set ${only} in the CI settings or in your shell. In CI, check that this pipeline may see it (forks and unprotected branches may not).`,
  });
}

function variables(ref: CredentialRef): readonly string[] {
  return typeof ref.env === 'string' ? [ref.env] : ref.env;
}

/** Gives the header that carries a credential in an HTTP request. */
export function authorization(
  ref: CredentialRef,
  credential: Credential,
): readonly [name: string, value: string] {
  if (typeof ref.scheme === 'object') return [ref.scheme.header.toLowerCase(), credential.secret];
  if (ref.scheme === 'basic') return ['authorization', basic(credential.username ?? '', credential.secret)];
  return ['authorization', `Bearer ${credential.secret}`];
}

/** Gives the value of a Basic `Authorization` header (RFC 7617, UTF-8). */
export function basic(username: string, secret: string): string {
  return `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;
}
