import type { Answer } from './proxy.ts';

/**
 * What goes wrong with one request.
 *
 * Nothing is done: `refused` (nobody listens any more, until the run has ended), `reset`, `held` (never answered),
 * `garbage` (a sign-in page), a number (that status). Half of it arrives: `half-sent`. It is done, and the answer is
 * `unheard`, `done-held` (never given), `done-502` (a gateway's), `truncated` or `slow`.
 */
export type RequestFault = (typeof requestFaults)[number];

/** Every fault of a request; see {@link RequestFault}. */
export const requestFaults = [
  'refused',
  'reset',
  'half-sent',
  'unheard',
  'held',
  'done-held',
  'done-502',
  'truncated',
  'garbage',
  'slow',
  401,
  403,
  404,
  409,
  422,
  429,
  500,
  503,
] as const;

/** Whether the server does what it is asked for before the fault strikes. */
export const strikesAfter = (fault: RequestFault | undefined): boolean => fault === 'done-502';

/** What servers say besides with these statuses. */
const headersOf: ReadonlyMap<number, Readonly<Record<string, string>>> = new Map([
  [401, { 'www-authenticate': 'Basic realm="proxy"' }],
  [429, { 'retry-after': '1' }],
]);

/** The answer that a fault puts in place of the server's; nothing for faults of the connection. */
export function answerInPlace(fault: RequestFault): Answer | undefined {
  if (fault === 'garbage') return page(200, '<!doctype html><title>Please sign in</title>');
  if (fault === 'done-502') return page(502, '<html><title>502 Bad Gateway</title></html>');
  if (typeof fault !== 'number') return undefined;
  if (fault >= 500) return page(fault, `<html><title>${fault}</title></html>`);
  const body = Buffer.from(JSON.stringify({ message: `${fault} by the proxy` }));
  return {
    status: fault,
    headers: { 'content-type': 'application/json', ...lengthOf(body), ...headersOf.get(fault) },
    body,
  };
}

function page(status: number, text: string): Answer {
  const body = Buffer.from(text);
  return { status, headers: { 'content-type': 'text/html', ...lengthOf(body) }, body };
}

const lengthOf = (body: Uint8Array) => ({ 'content-length': String(body.length) });
