import {
  type CredentialRef,
  defined,
  type Effects,
  type HttpResponse,
  type HttpSend,
  isReleaseError,
  type Json,
  type Reads,
  type ReleaseError,
} from '@launchway/core';
import { type Context, isRecord, jsonOf, misread, refused, unreadable } from './answers.ts';
import { nextQuery } from './pages.ts';

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

const pages = 100;
const mostItems = 10_000;
const tries = 3;

/** Opens a conversation; nothing is sent yet. */
export function openForge(port: Effects, options: ForgeOptions): Forge;
export function openForge(port: Reads, options: ForgeOptions): ForgeReader;
export function openForge(port: Reads | Effects, options: ForgeOptions): ForgeReader | Forge;
export function openForge(port: Reads | Effects, options: ForgeOptions): ForgeReader | Forge {
  const reader = readerOf(port, options);
  return 'send' in port ? { ...reader, ...writerOf(port, options) } : reader;
}

function readerOf(port: Reads, options: ForgeOptions): ForgeReader {
  const ask = ({ path }: Asked): Promise<HttpResponse> => port.get(common(options, path));

  const page = async (asked: Asked) => {
    const response = await ask(asked);
    if (!isSuccess(response)) throw refused(response, contextOf(options, asked));
    const items = jsonOf(response);
    if (!isListOfRecords(items)) throw unreadable(response, contextOf(options, asked));
    return { items, next: nextQuery(response.header('link')) };
  };

  const find: ForgeReader['find'] = async (asked, absent = [404]) => {
    const response = await ask(asked);
    if (absent.includes(response.status)) return undefined;
    return jsonFrom(response, contextOf(options, asked));
  };

  return {
    options,
    ask,
    find,
    get: (asked) => find(asked, []),
    list: async (asked) => {
      const [path = '', query = ''] = asked.path.split('?');
      const seen = new Set<string>();
      const found: Readonly<Record<string, unknown>>[] = [];
      let at: string | undefined = `per_page=100${query === '' ? '' : `&${query}`}`;
      while (at !== undefined && !seen.has(at) && seen.size < pages && found.length < mostItems) {
        seen.add(at);
        const { items, next }: Awaited<ReturnType<typeof page>> = await page({
          ...asked,
          path: `${path}?${at}`,
        });
        for (const item of items.slice(0, mostItems - found.length)) found.push(item);
        at = next;
      }
      return found;
    },
  };
}

function writerOf(port: Effects, options: ForgeOptions): Pick<Forge, 'send' | 'create'> {
  const send: Forge['send'] = async (sent) => {
    const response = await port.send(requestOf(sent, options));
    if (!isSuccess(response)) throw refused(response, contextOf(options, sent));
    return jsonOf(response);
  };

  return {
    send,
    create: async (sent, find) => {
      for (let attempt = 1; ; attempt++) {
        try {
          return { made: await send({ method: 'POST', ...sent }) };
        } catch (error) {
          if (!isOpen(error)) throw error;
          const found = await find();
          if (found !== undefined) return { found };
          if (attempt >= tries || !isPassing(error)) throw error;
          await port.sleep(500 * 3 ** (attempt - 1));
        }
      }
    },
  };
}

function requestOf(sent: Sent, options: ForgeOptions): HttpSend {
  const { method, path, address, json, headers, timeout } = sent;
  const { body = json === undefined ? undefined : JSON.stringify(json) } = sent;
  const { headers: shared, ...rest } = common(options, path, address);
  const type = json === undefined ? {} : { 'content-type': 'application/json' };
  return {
    ...rest,
    method,
    headers: { ...shared, ...type, ...headers },
    idempotent: method === 'DELETE' || (method !== 'POST' && json !== undefined),
    ...defined({ body, timeout }),
  };
}

/** Whether the thing may be there all the same: the server's fault, a lost answer, or its word that it is. */
function isOpen(error: unknown): boolean {
  if (!isReleaseError(error)) return false;
  const codes = error.problems.map(({ code }) => code);
  return error.transient || codes.includes('FORGE_CONFLICT') || codes.includes('FORGE_REFUSED');
}

const isPassing = (error: unknown): boolean => isReleaseError(error) && error.transient;

const isSuccess = ({ status }: HttpResponse): boolean => status >= 200 && status < 300;

const isListOfRecords = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.every(isRecord);

/**
 * Makes the error FORGE_ANSWER_INVALID for an answer that does not hold what is needed.
 * @param found what it holds: `it answered with a release that has no number`
 */
export const misanswered = (
  { options }: Pick<ForgeReader, 'options'>,
  asked: Asked,
  found: string,
): ReleaseError => misread(contextOf(options, asked), found);

function jsonFrom(response: HttpResponse, context: Context): unknown {
  if (!isSuccess(response)) throw refused(response, context);
  const json = jsonOf(response);
  if (json === undefined) throw unreadable(response, context);
  return json;
}

function common({ api, credential, headers, ca }: ForgeOptions, path: string, address = `${api}${path}`) {
  return {
    url: address,
    headers: { accept: 'application/json', ...headers },
    ...defined({ credential, ca }),
  };
}

function contextOf({ name, api, token }: ForgeOptions, { doing, path }: Asked): Context {
  return {
    forge: name,
    doing,
    url: `${api}${path.replace(/\?.*$/, '')}`,
    ...defined({ token }),
  };
}
