import type { ApiAnswer, ApiRequest } from '../http/exchange.ts';
import type { ApiFault, ApiFaultKind } from '../http/faults.ts';

/** Its path begins at the server's root, and is decoded. */
export interface RegistryRequest extends ApiRequest {
  /** The query as it was sent, with its question mark. */
  readonly search: string;
}

export type RegistryAnswer = ApiAnswer;

/** What goes wrong with which requests; their paths are decoded. */
export type RegistryFault = ApiFault;

/** The way a request goes wrong; 429 tells its wait as GitHub does. */
export type RegistryFaultKind = ApiFaultKind;

/** An error as the distribution specification writes it. */
export const refusal = (status: number, code: string, message: string): RegistryAnswer => ({
  status,
  body: { errors: [{ code, message }] },
});

/** GitHub's way to say "too many": the wait is in the body alone, in milliseconds or less. */
const tooMany: RegistryAnswer = refusal(429, 'TOOMANYREQUESTS', 'retry-after: 12.5ms, allowed: 2000/minute');

const codes: Readonly<Record<number, string>> = { 401: 'UNAUTHORIZED', 403: 'DENIED', 404: 'NAME_UNKNOWN' };

/** A status in a registry's own words, also one that elsewhere a gateway would give. */
export const spelled = (status: number, message = 'as the test wants it'): RegistryAnswer =>
  status === 429 ? tooMany : refusal(status, codes[status] ?? 'UNKNOWN', message);

/** What a path names: a repository, and an endpoint there such as `manifests/1.2.3`. */
export interface Endpoint {
  readonly repository: string;
  readonly kind: 'manifests' | 'tags' | 'uploads' | 'blobs' | 'none';
  /** Tag, digest or upload; empty where an upload begins. */
  readonly name: string;
}

/** Reads a path from its end, since a repository may be called `org/tags`. */
export function endpointOf(path: string): Endpoint {
  const [, repository = '', endpoint = ''] =
    /^\/v2\/(.+)\/(manifests\/[^/]+|tags\/list|blobs\/uploads\/[^/]*|blobs\/[^/]+)$/.exec(path) ?? [];
  const name = endpoint.slice(endpoint.lastIndexOf('/') + 1);
  if (endpoint.startsWith('blobs/uploads/')) return { repository, kind: 'uploads', name };
  const kind = (['manifests', 'tags', 'blobs'] as const).find((one) => endpoint.startsWith(`${one}/`));
  return { repository, kind: kind ?? 'none', name };
}
