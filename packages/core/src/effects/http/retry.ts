/** What an answer says about trying again. */
export interface Answer {
  readonly status: number;
  header(name: string): string | undefined;
  text(): string;
}

/** Statuses of servers that are busy, restarting, or behind a proxy that lost them. */
const passing = new Set([408, 425, 429, 500, 502, 503, 504, 522]);

/** A server is granted no longer wait than this. */
const longestAsked = 60_000;
/** More than all tries of a request would wait. */
const hopeless = 180_000;
/** What GitHub asks of clients that meet its secondary limit, where the answer names no time. */
const secondaryWait = 60_000;

/** Tells whether an answer is of the moment, so that the same request may fare better in a while. */
export function isPassing(answer: Answer): boolean {
  return passing.has(answer.status) || isRateLimit(answer);
}

/** Tells an answer that refuses a request, unseen, because there were too many. GitHub says so with 403 too. */
export function isRateLimit(answer: Answer): boolean {
  if (answer.status === 429) return true;
  if (answer.status !== 403) return false;
  return (
    answer.header('retry-after') !== undefined ||
    answer.header('x-ratelimit-remaining') === '0' ||
    isSecondary(answer)
  );
}

const isSecondary = (answer: Answer): boolean => /secondary rate limit/i.test(answer.text());

/**
 * Gives the milliseconds a server asks to wait, at most a minute; nothing when it does not say, and Infinity when it asks
 * for so long that it is better told at once.
 */
export function askedWait(answer: Answer, now: number): number | undefined {
  const clock = Date.parse(answer.header('date') ?? '');
  const reference = Number.isNaN(clock) ? now : clock;
  const asked =
    retryAfter(answer.header('retry-after'), reference) ??
    reset(answer, reference) ??
    (answer.status === 429 ? waitInBody(answer.text()) : undefined) ??
    (isRateLimit(answer) && isSecondary(answer) ? secondaryWait : undefined);
  if (asked === undefined) return undefined;
  return asked > hopeless ? Infinity : Math.min(Math.max(asked, 0), longestAsked);
}

/** Seconds or a date (RFC 9110 10.2.3). */
function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\s*\d+(\.\d+)?\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? duration(value) : date - now;
}

/** When a used-up quota is filled again: seconds since the epoch (GitHub, GitLab), or seconds from now. */
function reset(answer: Answer, now: number): number | undefined {
  for (const prefix of ['x-ratelimit', 'ratelimit']) {
    const seconds = Number(answer.header(`${prefix}-reset`) ?? Number.NaN);
    if (answer.header(`${prefix}-remaining`) !== '0' || Number.isNaN(seconds)) continue;
    return seconds > 1e9 ? seconds * 1000 - now : seconds * 1000;
  }
  return undefined;
}

/** GitHub's registry writes it into the body: `toomanyrequests: retry-after: 12.5ms, allowed: 2000/minute`. */
function waitInBody(text: string): number | undefined {
  const [, value] = /retry-after:\s*([\d.]+[a-zµμ]+(?:[\d.]+[a-zµμ]+)*)/i.exec(text) ?? [];
  return value === undefined ? undefined : duration(value);
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/** A duration as Go writes it: `12.5ms`, `1m30s`. */
function duration(value: string): number | undefined {
  const parts = [...value.trim().matchAll(/(\d+(?:\.\d+)?|\.\d+)([a-zµμ]+)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== value.trim()) return undefined;
  const total = parts.reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? Number.NaN),
    0,
  );
  return Number.isNaN(total) ? undefined : total;
}
