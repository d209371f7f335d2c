import { type Context, failure } from './answers.ts';

/**
 * Gives the address that a `Location` or `Link` means. A registry behind a proxy that ends TLS may name its own host by
 * http; any other step from https to http is refused.
 *
 * @throws REGISTRY_ANSWER_INVALID
 */
export function resolve(location: string, base: string, context: Context): URL {
  const from = new URL(base);
  const to = URL.canParse(location, base) ? new URL(location, base) : undefined;
  if (to === undefined || !/^https?:$/.test(to.protocol) || to.username !== '' || to.password !== '') {
    throw failure('REGISTRY_ANSWER_INVALID', context, 'it sent us on to something that is no web address');
  }
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    if (to.hostname !== from.hostname) {
      throw failure(
        'REGISTRY_ANSWER_INVALID',
        context,
        `it sent us on to ${to.host}, which is not encrypted`,
      );
    }
    to.protocol = 'https:';
    to.port = from.port;
  }
  return to;
}

/** Adds a parameter to an address and leaves the rest of its query as the server wrote it. */
export function withParameter(url: URL, name: string, value: string): string {
  const joint = url.search === '' ? '?' : '&';
  return `${url.origin}${url.pathname}${url.search}${joint}${name}=${encodeURIComponent(value)}`;
}
