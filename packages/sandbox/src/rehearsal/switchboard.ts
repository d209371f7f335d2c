import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { close, listen } from '../http/loopback.ts';
import type { Recorder } from './recorder.ts';
import type { Service, Services } from './services.ts';

/** A request that came through, without its headers, which may hold credentials. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly by: 'stand-in' | 'recorder';
}

/** The one door through which every request of a rehearsal goes, to the stand-in of the server that it names. */
export interface Switchboard {
  readonly exchanges: readonly Exchange[];
  /** `https://ghcr.io/v2/` -> `http://127.0.0.1:4711/https/ghcr.io/v2/`. */
  address(url: URL): URL;
  /** Takes a request whose address is known, such as one that came to a proxy. */
  serve(url: URL, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

export async function startSwitchboard(services: Services, recorder: Recorder): Promise<Switchboard> {
  const exchanges: Exchange[] = [];
  const serve: Switchboard['serve'] = async (url, incoming, outgoing) => {
    const service = await services.find(url);
    const body = await buffer(incoming);
    const { method = 'GET' } = incoming;
    const note = (status: number, by: Exchange['by']): void =>
      void exchanges.push({ method, url: url.href, status, by });
    if (service !== undefined) {
      note(await forward(service, url, { incoming, body }, outgoing), 'stand-in');
      return;
    }
    const answer = recorder.answer(method, url.href, incoming.headers['content-type'], body);
    note(answer.status, 'recorder');
    outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': answer.body.length });
    outgoing.end(method === 'HEAD' ? undefined : answer.body);
  };
  const server = createServer((incoming, outgoing) => {
    const url = addressed(incoming.url ?? '');
    if (url === undefined) outgoing.writeHead(400).end('The path must be /scheme/host/path.\n');
    else serve(url, incoming, outgoing).catch(() => outgoing.destroy());
  });
  const origin = await listen(server);
  return {
    exchanges,
    serve,
    address: ({ protocol, host, pathname, search }) =>
      new URL(`${origin}/${protocol.slice(0, -1)}/${host}${pathname}${search}`),
    close: () => close(server),
  };
}

function addressed(path: string): URL | undefined {
  const [, scheme, rest] = /^\/(https?)\/(.+)$/s.exec(path) ?? [];
  const address = `${scheme}://${rest}`;
  return scheme !== undefined && URL.canParse(address) ? new URL(address) : undefined;
}

const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/** Hands a request on; what the stand-in says of itself becomes what the true server would say. */
function forward(
  { origin }: Service,
  url: URL,
  { incoming, body }: { readonly incoming: IncomingMessage; readonly body: Buffer },
  outgoing: ServerResponse,
): Promise<number> {
  const { method, headers } = incoming;
  const passed = Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.has(name)));
  const options = {
    method,
    headers: { ...passed, host: new URL(origin).host, 'content-length': body.length },
  };
  return new Promise((done, failed) => {
    const onward = request(origin + url.pathname + url.search, options, (answer) => {
      const named = Object.entries(answer.headers)
        .filter(([name]) => !ofConnection.has(name))
        .map(([name, value]) => [
          name,
          typeof value === 'string' ? value.replaceAll(origin, url.origin) : value,
        ]);
      const isJson = (answer.headers['content-type'] ?? '').includes('json');
      buffer(answer).then((bytes) => {
        const said = isJson && method !== 'HEAD' ? renamed(bytes, origin, url.origin) : bytes;
        const { 'content-length': length, ...others } = Object.fromEntries(named);
        const size = method === 'HEAD' ? length : said.length;
        outgoing.writeHead(answer.statusCode ?? 502, {
          ...others,
          ...(size === undefined || answer.statusCode === 204 ? {} : { 'content-length': size }),
        });
        outgoing.end(method === 'HEAD' ? undefined : said);
        done(answer.statusCode ?? 502);
      }, failed);
    });
    onward.on('error', failed);
    onward.end(body);
  });
}

function renamed(bytes: Buffer, from: string, to: string): Buffer {
  return bytes.includes(from) ? Buffer.from(bytes.toString('utf8').replaceAll(from, to)) : bytes;
}
