import { type ChildProcess, spawn } from 'node:child_process';
import { buffer } from 'node:stream/consumers';

/** One request for `git http-backend`, in the terms of CGI (RFC 3875). */
export interface BackendRequest {
  readonly root: string;
  /** Path from the root, with a leading slash. */
  readonly path: string;
  readonly method: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly user?: string;
}

export interface BackendAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Answers one request with git's own server. `running` holds the process while it lives, so that it can be ended. */
export async function askBackend(
  request: BackendRequest,
  running: Set<ChildProcess>,
): Promise<BackendAnswer> {
  const child = spawn('git', ['http-backend'], {
    env: environment(request),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  running.add(child);
  child.once('close', () => running.delete(child));
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  child.stdin.on('error', () => {}); // git may answer without reading all of the request
  child.stdin.end(request.body);
  return readAnswer(await Promise.race([buffer(child.stdout), failed]));
}

function environment({
  root,
  path,
  method,
  query,
  headers,
  body,
  user,
}: BackendRequest): Record<string, string> {
  const optional = {
    CONTENT_TYPE: headers['content-type'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    GIT_PROTOCOL: headers['git-protocol'],
    REMOTE_USER: user,
  };
  const given = Object.entries(optional).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    PATH: process.env['PATH'] ?? '',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_PROJECT_ROOT: root,
    GIT_HTTP_EXPORT_ALL: '1',
    REQUEST_METHOD: method,
    PATH_INFO: path,
    QUERY_STRING: query,
    REMOTE_ADDR: '127.0.0.1',
    CONTENT_LENGTH: String(body.length),
    ...Object.fromEntries(given),
  };
}

function readAnswer(output: Buffer): BackendAnswer {
  const end = output.indexOf('\r\n\r\n');
  if (end < 0)
    return {
      status: 500,
      headers: { 'content-type': 'text/plain' },
      body: Buffer.from('git gave no answer\n'),
    };
  const lines = output.toString('latin1', 0, end).split('\r\n');
  const headers = Object.fromEntries(lines.map(readHeader));
  const { status = '200', ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest, body: output.subarray(end + 4) };
}

function readHeader(line: string): [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
}
