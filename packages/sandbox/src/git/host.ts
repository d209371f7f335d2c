import type { ChildProcess } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { defined } from '@launchway/core';
import { rememberAdvertisements } from './advertisement.ts';
import { askBackend, type BackendAnswer } from './backend.ts';
import { type PushRequest, readPush, refusePush } from './packets.ts';
import { findRefusal, type ProtectedRef } from './refusals.ts';

/** A user of the server. Without `write`, pushing is answered as forges answer a token that may only read. */
export interface GitCredential {
  readonly username: string;
  readonly password: string;
  readonly write?: boolean;
}

/** What a request is for. `push` carries the pack; the others only look. */
export type GitOperation = 'list' | 'fetch' | 'list-for-push' | 'push';

/**
 * Something that goes wrong, once unless `times` says more: the connection is `reset` before anything was done, an
 * error `status` is given, or the answer is `slow` by that many milliseconds. After the work was done, the answer is
 * `lost` behind its head, `belied` by that status in its place, or the connection is `dropped` without a byte,
 * whereupon git's client sends a push again.
 */
export interface GitFault {
  readonly on: GitOperation;
  readonly kind: 'reset' | 'status' | 'slow' | 'lost' | 'belied' | 'dropped' | 'held';
  readonly status?: number;
  readonly milliseconds?: number;
  readonly times?: number;
}

/** A request that came, in the order it came. */
export interface GitRequest {
  readonly method: string;
  readonly path: string;
  readonly operation: GitOperation;
  readonly user: string | undefined;
  /** What a push asked for, push options included. */
  readonly push?: PushRequest;
}

/** How a server behaves. */
export interface GitHostOptions {
  /** Who may come in; anyone when left out. */
  readonly credentials?: readonly GitCredential[];
  /** Where the server's root is in its addresses, such as `/gitlab`. */
  readonly subpath?: string;
  readonly protectedRefs?: readonly ProtectedRef[];
  readonly faults?: readonly GitFault[];
  /** Where a repository is that is asked for by this path; at the path itself unless told. */
  readonly locate?: (path: string) => string;
  /** Called before a request is worked on: the place to let somebody else be faster. */
  readonly before?: (request: GitRequest) => Promise<void> | void;
}

/** The state of one server: who may come in, what goes wrong, and what was asked. */
export class GitHost {
  readonly requests: GitRequest[] = [];
  readonly running = new Set<ChildProcess>();
  readonly #ask = rememberAdvertisements((request) => askBackend(request, this.running));
  readonly #root: string;
  readonly #options: GitHostOptions;
  readonly #protected: ProtectedRef[];
  readonly #faults: { readonly fault: GitFault; left: number }[] = [];

  constructor(root: string, options: GitHostOptions) {
    this.#root = root;
    this.#options = options;
    this.#protected = [...(options.protectedRefs ?? [])];
    for (const fault of options.faults ?? []) this.addFault(fault);
  }

  addFault(fault: GitFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  protect(ref: ProtectedRef): void {
    this.#protected.push(ref);
  }

  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#answer(incoming, response);
    } catch (error) {
      if (!response.headersSent) say(response, 500, `${String(error)}\n`);
      else response.destroy();
    }
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = new URL(incoming.url ?? '/', 'http://127.0.0.1');
    const body = await readBody(incoming);
    const operation = operationOf(address);
    const user = userOf(incoming.headers.authorization);
    const push = operation === 'push' && body.length > 4 ? readPush(body) : undefined;
    const request = {
      method: incoming.method ?? 'GET',
      path: address.pathname,
      operation,
      user: user?.username,
    };
    const logged: GitRequest = push === undefined ? request : { ...request, push };
    this.requests.push(logged);
    const fault = this.#takeFault(logged);
    if (fault?.kind === 'reset') return void incoming.socket.destroy();
    if (fault?.kind === 'status') return say(response, fault.status ?? 500, 'The server has a bad day.\n');
    if (fault?.kind === 'slow') await pause(fault.milliseconds ?? 100, undefined, { ref: false });
    if (!this.#admits(user, operation, response)) return;
    await this.#options.before?.(logged);
    const answer = this.#refuse(push) ?? (await this.#pass(incoming, address, body, user?.username));
    if (fault?.kind === 'dropped') return void incoming.socket.destroy();
    if (fault?.kind === 'held') return;
    if (fault?.kind === 'belied') return say(response, fault.status ?? 500, 'The server has a bad day.\n');
    response.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
    if (fault?.kind === 'lost') response.flushHeaders();
    if (fault?.kind === 'lost') return void setImmediate(() => incoming.socket.destroySoon());
    response.end(answer.body);
  }

  #takeFault(request: GitRequest): GitFault | undefined {
    const isProbe = request.operation === 'push' && request.push === undefined;
    const found = isProbe
      ? undefined
      : this.#faults.find(({ fault, left }) => left > 0 && fault.on === request.operation);
    if (found !== undefined) found.left -= 1;
    return found?.fault;
  }

  #admits(user: Login | undefined, operation: GitOperation, response: ServerResponse): boolean {
    const { credentials } = this.#options;
    if (credentials === undefined) return true;
    const known = credentials.find(
      ({ username, password }) => username === user?.username && password === user.password,
    );
    if (known === undefined) {
      response.setHeader('www-authenticate', 'Basic realm="git"');
      say(response, 401, 'HTTP Basic: Access denied.\n');
      return false;
    }
    if (known.write === false && (operation === 'push' || operation === 'list-for-push')) {
      say(response, 403, 'You are not allowed to push code to this project.\n');
      return false;
    }
    return true;
  }

  #refuse(push: PushRequest | undefined): BackendAnswer | undefined {
    if (push === undefined) return undefined;
    const refs = push.commands.map(({ ref }) => ref);
    const found = findRefusal(this.#protected, refs);
    if (found === undefined) return undefined;
    const { ref, refusal } = found;
    return {
      status: 200,
      headers: { 'content-type': 'application/x-git-receive-pack-result', 'cache-control': 'no-cache' },
      body: refusePush(
        push,
        (each) => (each === ref ? refusal.reason : 'atomic transaction failed'),
        refusal.says(ref),
      ),
    };
  }

  #locate(path: string): string {
    return this.#options.locate?.(path) ?? path;
  }

  async #pass(incoming: IncomingMessage, address: URL, body: Buffer, user?: string): Promise<BackendAnswer> {
    const subpath = this.#options.subpath ?? '';
    if (!address.pathname.startsWith(`${subpath}/`)) return notFound;
    const { 'content-encoding': _, ...headers } = incoming.headers;
    const request = {
      root: this.#root,
      path: this.#locate(decodeURIComponent(address.pathname.slice(subpath.length))),
      method: incoming.method ?? 'GET',
      query: address.search.slice(1),
      headers: headers as Record<string, string | undefined>,
      body,
      ...defined({ user }),
    };
    return this.#ask(request);
  }
}

const notFound: BackendAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain' },
  body: Buffer.from('Repository not found.\n'),
};

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const body = await buffer(incoming);
  return incoming.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}

function operationOf(address: URL): GitOperation {
  if (address.pathname.endsWith('/git-receive-pack')) return 'push';
  if (address.pathname.endsWith('/git-upload-pack')) return 'fetch';
  return address.searchParams.get('service') === 'git-receive-pack' ? 'list-for-push' : 'list';
}

interface Login {
  readonly username: string;
  readonly password: string;
}

function userOf(authorization: string | undefined): Login | undefined {
  const [scheme, token] = (authorization ?? '').split(' ');
  if (scheme?.toLowerCase() !== 'basic' || token === undefined) return undefined;
  const [username = '', ...password] = Buffer.from(token, 'base64').toString('utf8').split(':');
  return { username, password: password.join(':') };
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text);
}
