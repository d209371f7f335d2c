import type { CredentialRef, Effects, HttpResponse, HttpSend, Json, Reads } from '@launchway/core';
import { readerOf } from './reader.ts';
import { writerOf } from './writer.ts';

/** Where a forge is and how it is spoken to. */
export interface ForgeOptions {
  /** As messages call it: `GitLab at git.example.org`. */
  readonly name: string;
  /** Root of the API, its path included: `https://git.example.org/gitlab/api/v4`. */
  readonly api: string;
  /** With the scheme that its kind is sent by. */
  readonly credential?: CredentialRef;
  /** As messages call the credential: `the job token of $CI_JOB_TOKEN`. */
  readonly token?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A PEM bundle to trust besides the usual roots. */
  readonly ca?: string;
}

/** A request: its path below the API's root with the query, and an infinitive that says what it is for. */
export interface Asked {
  readonly path: string;
  /** Follows "Could not": `read the release v1.2.3`. */
  readonly doing: string;
}

/** A request that may change something. */
export interface Sent extends Asked {
  readonly method: HttpSend['method'];
  /** A whole address in place of one below the API's root: where the forge itself says that it takes files. */
  readonly address?: string;
  readonly json?: Json;
  /** A body of another kind than JSON. */
  readonly body?: HttpSend['body'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}

/** A conversation with a forge that only looks. */
export interface ForgeReader {
  readonly options: ForgeOptions;
  /** Gives the answer, whatever its status. */
  ask(asked: Asked): Promise<HttpResponse>;
  /** @throws FORGE_* for any answer but a JSON one of 2xx */
  get(asked: Asked): Promise<unknown>;
  /** As {@link ForgeReader.get}; nothing for 404, and for the other statuses that mean it here. */
  find(asked: Asked, absent?: readonly number[]): Promise<unknown>;
  /** The items of all pages, at most 10 000. */
  list(asked: Asked): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** A conversation that may also write. */
export interface Forge extends ForgeReader {
  /** Gives the JSON of the answer, nothing where it has none. */
  send(sent: Sent): Promise<unknown>;
  /**
   * Makes something that a second request would make twice. After an answer that leaves open whether it was made (a
   * broken connection, an error of the server, "exists already") it is looked for, and only sent again when it is missing.
   * @returns what was made or found
   */
  create<T>(
    sent: Omit<Sent, 'method'> & { readonly method?: 'POST' | 'PUT' },
    find: () => Promise<T | undefined>,
  ): Promise<{ made: unknown } | { found: T }>;
}

/** Opens a conversation; nothing is sent yet. */
export function openForge(port: Effects, options: ForgeOptions): Forge;
export function openForge(port: Reads, options: ForgeOptions): ForgeReader;
export function openForge(port: Reads | Effects, options: ForgeOptions): ForgeReader | Forge;
export function openForge(port: Reads | Effects, options: ForgeOptions): ForgeReader | Forge {
  const reader = readerOf(port, options);
  return 'send' in port ? { ...reader, ...writerOf(port, options) } : reader;
}
