import { type RegistryAnswer, type RegistryRequest, refusal, tooMany } from './exchange.ts';

/**
 * What goes wrong: `refused` breaks the connection before anything is done, `reset` after it is done and before it is
 * told; `truncated` breaks off in the middle of the answer; `slow` answers late; `garbage` is a web page in place of an
 * answer. A number is a status, and nothing is done.
 */
export type RegistryFaultKind =
  | 'refused'
  | 'reset'
  | 'truncated'
  | 'slow'
  | 'garbage'
  | 401
  | 403
  | 404
  | 429
  | 500;

/** Which requests a fault befalls. Everything named must hold. */
export interface RegistryFault {
  readonly what: RegistryFaultKind;
  readonly method?: string;
  readonly path?: RegExp;
  /** Counted over all requests, the first is 0. */
  readonly at?: number;
  /** How many requests; 1 unless told. */
  readonly times?: number;
}

/** The faults to come. */
export interface Faults {
  readonly add: (fault: RegistryFault) => void;
  /** Gives what befalls a request, and counts it. */
  next(request: RegistryRequest, index: number): RegistryFaultKind | undefined;
}

export function createFaults(initial: readonly RegistryFault[] = []): Faults {
  const waiting = initial.map((fault) => ({ fault, left: fault.times ?? 1 }));
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    next(request, index) {
      const due = waiting.find(({ fault, left }) => left > 0 && befalls(fault, request, index));
      if (due !== undefined) due.left -= 1;
      return due?.fault.what;
    },
  };
}

const befalls = ({ method, path, at }: RegistryFault, request: RegistryRequest, index: number): boolean =>
  (method === undefined || method === request.method) &&
  (path === undefined || path.test(request.path)) &&
  (at === undefined || at === index);

/** The answer that a fault puts in place of the real one; nothing for faults of the connection. */
export function faultAnswer(what: RegistryFaultKind): RegistryAnswer | undefined {
  if (what === 'garbage') {
    return {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><p>Please sign in',
    };
  }
  if (what === 429) return tooMany;
  if (typeof what !== 'number') return undefined;
  const codes = { 401: 'UNAUTHORIZED', 403: 'DENIED', 404: 'NAME_UNKNOWN', 500: 'UNKNOWN' } as const;
  return refusal(what, codes[what], 'as the test wants it');
}
