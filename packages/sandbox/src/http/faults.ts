import type { ApiAnswer, ApiRequest } from './exchange.ts';

/**
 * The way a request goes wrong. A number is a status, 429 with `Retry-After`; `refused` breaks off before anything is done,
 * `reset` after it, `truncated` in the middle of the answer; `slow` answers late; `garbage` is a sign-in page.
 */
export type ApiFaultKind = 'refused' | 'reset' | 'truncated' | 'slow' | 'garbage' | number | ApiAnswer;

/** Which requests a fault befalls. Everything named must hold. */
export interface ApiFault {
  readonly what: ApiFaultKind;
  readonly method?: string;
  readonly path?: RegExp;
  /** Lets this many requests pass first. */
  readonly after?: number;
  /** How many requests; 1 unless told. */
  readonly times?: number;
}

export interface ApiFaults {
  readonly add: (fault: ApiFault) => void;
  /** Gives what befalls a request, and counts it. */
  readonly next: (request: ApiRequest) => ApiFaultKind | undefined;
}

export function createApiFaults(initial: readonly ApiFault[] = []): ApiFaults {
  const waitingFor = (fault: ApiFault) => ({ fault, passing: fault.after ?? 0, left: fault.times ?? 1 });
  const waiting = initial.map(waitingFor);
  return {
    add: (fault) => void waiting.push(waitingFor(fault)),
    next: ({ method, path }) => {
      const meant = waiting.filter(
        ({ fault, left }) =>
          left > 0 &&
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || fault.path.test(path)),
      );
      const due = meant.find(({ passing }) => passing === 0);
      for (const fault of meant) if (fault.passing > 0) fault.passing -= 1;
      if (due !== undefined) due.left -= 1;
      return due?.fault.what;
    },
  };
}

/**
 * Gives what comes of a request under a fault: nothing where it was refused, else the fault's answer, or the true one.
 * @param refuse spells a refusal as the server does
 */
export async function answerUnder(
  fault: ApiFaultKind | undefined,
  refuse: (status: number, message: string) => ApiAnswer,
  answer: () => ApiAnswer | Promise<ApiAnswer>,
): Promise<ApiAnswer | undefined> {
  if (fault === undefined) return answer();
  return fault === 'refused' ? undefined : (faultAnswer(fault, refuse) ?? answer());
}

/** The answer that a fault puts in place of the real one; nothing for faults of the connection. */
export function faultAnswer(
  what: ApiFaultKind,
  refuse: (status: number, message: string) => ApiAnswer,
): ApiAnswer | undefined {
  if (what === 'garbage')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><html>Sign in' };
  if (typeof what === 'object') return what;
  if (typeof what !== 'number') return undefined;
  if (what === 429) return { status: 429, headers: { 'retry-after': '0' }, body: 'Retry later\n' };
  if (what >= 500)
    return {
      status: what,
      headers: { 'content-type': 'text/html' },
      body: `<html><title>${what}</title></html>`,
    };
  return refuse(what, `${what} as the test wants it`);
}
