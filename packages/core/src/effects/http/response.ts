import { jsonTooDeepAt } from '../../edits/json/depth.ts';
import type { HttpResponse } from '../../model/ports.ts';
import { failure } from '../problems.ts';

/**
 * Reads an answer to its end.
 * @param limit bytes; a longer body is broken off
 * @throws HTTP_TOO_LARGE, or the error of a connection that breaks
 */
export async function readResponse(url: URL, response: Response, limit: number): Promise<HttpResponse> {
  const bytes = await readBytes(url, response, limit);
  const headers = Object.fromEntries(response.headers);
  const text = () => new TextDecoder().decode(bytes);
  return {
    url: url.href,
    status: response.status,
    headers,
    header: (name) => headers[name.toLowerCase()],
    bytes,
    text,
    json: () => parseJson(url, response.status, headers['content-type'], text()),
  };
}

async function readBytes(url: URL, response: Response, limit: number): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > limit) throw tooLarge(url, limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(url: URL, limit: number) {
  return failure('HTTP_TOO_LARGE', {
    message: `The answer of ${url.host} is larger than the ${limit} bytes that are accepted.`,
    fix: 'Check that the address is the right one.',
    where: { url: url.origin + url.pathname },
  });
}

/** Numbers, texts, lists and objects in one answer: small ones take up twenty times the memory of their text. */
const mostValues = 2_000_000;
const deepest = 500;

function parseJson(url: URL, status: number, type: string | undefined, text: string): unknown {
  if (holdsMoreThan(mostValues, text)) throw tooMuch(url, status, `more than ${mostValues} values`);
  if (jsonTooDeepAt(text, deepest) !== undefined)
    throw tooMuch(url, status, `lists and objects more than ${deepest} deep`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw failure(
      'HTTP_NOT_JSON',
      {
        message: `${url.host} answered ${status} with ${type ?? 'text of no stated type'} where JSON was expected.`,
        fix: 'Check that the address is the one of the API, and that no sign-in page or proxy answers in its place.',
        where: { url: url.origin + url.pathname },
      },
      { cause },
    );
  }
}

/** Counts what each value but the first stands behind, also where a text holds it. */
function holdsMoreThan(most: number, text: string): boolean {
  if (text.length <= most) return false;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === ',' || sign === '[' || sign === '{') count += 1;
    if (count > most) return true;
  }
  return false;
}

function tooMuch(url: URL, status: number, what: string) {
  return failure('HTTP_TOO_LARGE', {
    message: `${url.host} answered ${status} with JSON that holds ${what}, which is not read.`,
    fix: 'Check that the address is the one of the API.',
    where: { url: url.origin + url.pathname },
  });
}
