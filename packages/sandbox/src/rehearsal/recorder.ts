import type { RehearsedAnswer, RehearsedService } from '@launchway/core/engine';

/** A request as the recorder keeps it. */
export interface RecordedRequest {
  readonly method: string;
  readonly url: string;
  readonly type: string | undefined;
  readonly body: Buffer;
  readonly status: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

interface Written {
  readonly type: string;
  readonly body: Buffer;
}

/** Answers for servers of which there is no stand-in. */
export interface Recorder {
  readonly requests: readonly RecordedRequest[];
  answer(method: string, url: string, type: string | undefined, body: Buffer): Answer;
}

/**
 * Makes a recorder. What a plugin declares is answered as it says. Everything else is taken: PUT gives 201 for what is new
 * and 200 for what is replaced, POST 201, DELETE 204; reading gives 404 until something was written there, then that.
 */
export function createRecorder(services: readonly RehearsedService[]): Recorder {
  const requests: RecordedRequest[] = [];
  const written = new Map<string, Written>();
  return {
    requests,
    answer(method, url, type, body) {
      const declared = declaredAnswer(services, method, url);
      const answer = declared === undefined ? taken(written, method, url, type, body) : spelt(declared);
      requests.push({ method, url, type, body, status: answer.status });
      return answer;
    },
  };
}

function declaredAnswer(
  services: readonly RehearsedService[],
  method: string,
  url: string,
): RehearsedAnswer | undefined {
  for (const { address, answers } of services) {
    if (!url.startsWith(address)) continue;
    const path = url.slice(address.length);
    const found = answers.find(
      (answer) =>
        (answer.method === undefined || answer.method.toUpperCase() === method) &&
        (answer.path === undefined || fits(answer.path, path)),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

const plain = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
const fits = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.split('*').map(plain).join('.*')}$`, 's').test(path);

function spelt({ status, headers = {}, body }: RehearsedAnswer): Answer {
  if (body === undefined) return { status, headers, body: Buffer.alloc(0) };
  const isText = typeof body === 'string';
  return {
    status,
    headers: { 'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json', ...headers },
    body: Buffer.from(isText ? body : JSON.stringify(body)),
  };
}

function taken(
  written: Map<string, Written>,
  method: string,
  url: string,
  type = 'application/octet-stream',
  body: Buffer,
): Answer {
  const before = written.get(url);
  if (method === 'GET' || method === 'HEAD') {
    if (before === undefined) return { status: 404, headers: {}, body: Buffer.alloc(0) };
    return { status: 200, headers: { 'content-type': before.type }, body: before.body };
  }
  if (method === 'DELETE') {
    written.delete(url);
    return { status: 204, headers: {}, body: Buffer.alloc(0) };
  }
  written.set(url, { type, body });
  const status = method === 'POST' || before === undefined ? 201 : 200;
  return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from('{}') };
}
