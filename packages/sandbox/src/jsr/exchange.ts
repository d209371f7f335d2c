import type { ApiAnswer, ApiRequest } from '../http/exchange.ts';
import type { ApiFault, ApiFaultKind } from '../http/faults.ts';

/** Its path begins at the server's root. */
export type JsrRequest = ApiRequest;
export type JsrAnswer = ApiAnswer;
/** Which requests go wrong, and how. */
export type JsrFault = ApiFault;
/** The way a request goes wrong. */
export type JsrFaultKind = ApiFaultKind;

export const ok = (body: object | Uint8Array): JsrAnswer => ({ status: 200, body });

/** An error as the registry writes it. */
export const refusal = (status: number, code: string, message: string, more: object = {}): JsrAnswer => ({
  status,
  headers: { 'x-deno-ray': 'stand-in' },
  body: { code, message, ...more },
});
