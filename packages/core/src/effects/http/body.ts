import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { HttpSend } from '../../model/ports.ts';

/** The body of a request, made anew for every try: `fetch` uses up what it is given. */
export interface RequestBody {
  open(): Promise<OpenBody>;
}

export interface OpenBody {
  readonly headers: Readonly<Record<string, string>>;
  readonly init: RequestInit;
}

export function requestBody(body: NonNullable<HttpSend['body']>): RequestBody {
  if (typeof body === 'string') return { open: async () => ({ headers: {}, init: { body } }) };
  if (body instanceof Uint8Array) {
    return { open: async () => ({ headers: {}, init: { body: Uint8Array.from(body) } }) };
  }
  return { open: () => openFile(body.file) };
}

/** Streams a file, its length told beforehand: servers of packages and blobs refuse chunked bodies. */
async function openFile(file: string): Promise<OpenBody> {
  const { size } = await stat(file);
  if (size === 0) return { headers: {}, init: { body: new Uint8Array() } };
  const stream = Readable.toWeb(createReadStream(file, { end: size - 1 })) as ReadableStream;
  const init: RequestInit & { duplex: 'half' } = { body: stream, duplex: 'half' };
  return { headers: { 'content-length': String(size) }, init };
}
