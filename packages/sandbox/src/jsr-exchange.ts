/** A request as the stand-in's handlers see it. */
export interface JsrRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** An answer; an object becomes JSON. */
export interface JsrAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | object;
}

export const ok = (body: object | Uint8Array): JsrAnswer => ({ status: 200, body });

/** An error as the registry writes it. */
export const refusal = (status: number, code: string, message: string, more: object = {}): JsrAnswer => ({
  status,
  headers: { 'x-deno-ray': 'stand-in' },
  body: { code, message, ...more },
});

/** The way a request goes wrong. A number is a status; `reset` breaks off after the work is done; `slow` answers late. */
export type JsrFaultKind = 'refused' | 'reset' | 'slow' | 'garbage' | number | JsrAnswer;

/** Which requests a fault befalls. Everything named must hold. */
export interface JsrFault {
  readonly what: JsrFaultKind;
  readonly method?: string;
  readonly path?: RegExp;
  /** How many requests; 1 unless told. */
  readonly times?: number;
}

/** The faults to come. */
export interface JsrFaults {
  readonly add: (fault: JsrFault) => void;
  /** Gives what befalls a request, and counts it. */
  readonly next: (request: JsrRequest) => JsrFaultKind | undefined;
}

export function createJsrFaults(): JsrFaults {
  const waiting: { readonly fault: JsrFault; left: number }[] = [];
  return {
    add: (fault) => void waiting.push({ fault, left: fault.times ?? 1 }),
    next: ({ method, path }) => {
      const due = waiting.find(
        ({ fault, left }) =>
          left > 0 &&
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || fault.path.test(path)),
      );
      if (due !== undefined) due.left -= 1;
      return due?.fault.what;
    },
  };
}

/** The answer that a fault puts in place of the real one; nothing for faults of the connection. */
export function jsrFaultAnswer(what: JsrFaultKind): JsrAnswer | undefined {
  if (what === 'garbage')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<p>Sign in' };
  if (typeof what === 'object') return what;
  if (typeof what !== 'number') return undefined;
  return what >= 500
    ? { status: what, body: 'upstream fault' }
    : refusal(what, 'fault', 'as the test wants it');
}
