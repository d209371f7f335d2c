import type { CredentialRef } from './credential.ts';

/** What every request can say. The credential is resolved by the core when it is sent. */
export interface HttpRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credential?: CredentialRef;
  /** Milliseconds for one try; 60 000 unless told. */
  readonly timeout?: number;
  /** What to do with a 3xx: `manual` gives it back; `follow` (the default) goes along, without credentials to another host. */
  readonly redirect?: 'manual' | 'follow';
  /** Largest body accepted, in bytes; 64 MiB unless told. */
  readonly limit?: number;
  /** A PEM bundle to trust besides the usual roots. */
  readonly ca?: string;
  /** Tries in all; 4 unless told. */
  readonly tries?: number;
}

/** A request that only looks; GET unless told. */
export interface HttpGet extends HttpRequest {
  readonly method?: 'GET' | 'HEAD';
}

/** A request that may change something. */
export interface HttpSend extends HttpRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Bytes, text, or a file that is streamed; a fresh body is made for every try. */
  readonly body?: Uint8Array | string | { readonly file: string };
  /**
   * `idempotent` requests are tried again after any transient failure, others only when the server cannot have seen
   * them or said 429. PUT and DELETE are idempotent unless told, POST and PATCH are not.
   */
  readonly idempotent?: boolean;
}

/** An answer, whatever its status. */
export interface HttpResponse {
  /** Where it came from, behind redirects. */
  readonly url: string;
  readonly status: number;
  /** The first value of a header, by any case. */
  header(name: string): string | undefined;
  /** Every header, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
  /** @throws HTTP_NOT_JSON; HTTP_TOO_LARGE for more than 2 000 000 values, or for 500 within each other */
  json(): unknown;
}
