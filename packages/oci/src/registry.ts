import type { Effects, Reads } from '@launchway/core';
import { ping } from './place.ts';
import { checkRepository } from './reference.ts';
import {
  type Habits,
  openRepository,
  openWritable,
  type Repository,
  type WritableRepository,
} from './repository.ts';
import { pull, push } from './scopes.ts';
import { openSession, type Session } from './session.ts';
import type { RegistryOptions } from './site.ts';

/** A registry to read from. Its credentials and tokens serve for all its repositories. */
export interface Registry {
  /** The host, such as `ghcr.io`. */
  readonly name: string;
  /**
   * Proves that it is there and takes the credentials, where it asks for any.
   *
   * @throws REGISTRY_UNREACHABLE, REGISTRY_UNAUTHORIZED, REGISTRY_ANSWER_INVALID
   */
  ping(): Promise<void>;
  /**
   * A repository by its path, such as `org/app`.
   * @throws REFERENCE_INVALID
   */
  repository(name: string): Repository;
}

/** A registry to read from and write to. */
export interface WritableRegistry extends Registry {
  /**
   * A repository to write to; the right to push is asked for with the first token, which then serves for all.
   *
   * @throws REFERENCE_INVALID
   */
  writable(name: string): WritableRepository;
}

/**
 * Opens a registry on the core's ports: with {@link Effects} it can be written to, with {@link Reads} it cannot. Nothing
 * is sent before it is used.
 *
 * @throws REFERENCE_INVALID when the registry is not a host with its port.
 */
export function registry(port: Effects, options: RegistryOptions): WritableRegistry;
export function registry(port: Reads, options: RegistryOptions): Registry;
export function registry(port: Reads | Effects, options: RegistryOptions): Registry | WritableRegistry {
  if (!('send' in port)) return readable(openSession(port, options));
  const session = openSession(port, options);
  const habits: Habits = {};
  return {
    ...readable(session),
    writable: (name) => openWritable({ session, ...at(name), scopes: push(name) }, habits),
  };
}

const readable = (session: Session): Registry => ({
  name: session.site.name,
  ping: () => ping(session),
  repository: (name) => openRepository({ session, ...at(name), scopes: pull(name) }),
});

const at = (name: string) => ({ name: checkRepository(name), path: `/v2/${name}` });
