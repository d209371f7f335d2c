import { failure } from '../problems.ts';

/** One request on its way. */
export interface Leg {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly hasBody: boolean;
}

const redirects = new Set([301, 302, 303, 307, 308]);

/** Names of headers that prove who asks, and are for one server alone. */
const proof = /auth|token|cookie|secret|password|api-?key/i;

/**
 * Gives the request that a redirect asks for, by the rules of RFC 9110 15.4 and the Fetch standard: POST becomes GET
 * after 301, 302 and 303, the others keep method and body except after 303, and no credential goes to another origin.
 * @param secretHeader a header's name that is a credential besides those whose names tell
 * @returns nothing when the answer is no redirect
 * @throws HTTP_REDIRECTS for a place that is no http address
 */
export function redirected(
  leg: Leg,
  status: number,
  location: string | undefined,
  secretHeader?: string,
): Leg | undefined {
  if (!redirects.has(status) || location === undefined) return undefined;
  const url = target(leg.url, location);
  const bodiless = (status === 303 && leg.method !== 'HEAD') || (status <= 302 && leg.method === 'POST');
  const method = bodiless ? 'GET' : leg.method;
  const dropped = (name: string) =>
    (bodiless && /^content-/i.test(name)) ||
    (url.origin !== leg.url.origin && (proof.test(name) || name.toLowerCase() === secretHeader));
  const headers = Object.fromEntries(Object.entries(leg.headers).filter(([name]) => !dropped(name)));
  return { url, method, headers, hasBody: leg.hasBody && !bodiless };
}

function target(from: URL, location: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (url && /^https?:$/.test(url.protocol)) {
    url.username = '';
    url.password = '';
    return url;
  }
  throw failure('HTTP_REDIRECTS', {
    message: `${from.host} redirects to an address that is neither http nor https.`,
    fix: 'Check the address in the configuration.',
    where: { url: from.origin + from.pathname },
  });
}

/** The error of a request that is redirected again and again. */
export function tooManyRedirects(url: URL, most: number) {
  return failure('HTTP_REDIRECTS', {
    message: `${url.host} redirects more than ${most} times in a row.`,
    fix: 'Check the address in the configuration: often https is missing, or a sign-in page is in the way.',
    where: { url: url.origin + url.pathname },
  });
}
