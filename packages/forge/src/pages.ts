/**
 * Gives the query of the next page that a `Link` header names (RFC 8288). Its host and path are left out on purpose:
 * behind a proxy they are often wrong, and a token must not follow them to another server.
 */
export function nextQuery(link: string | undefined): string | undefined {
  for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (!/;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(parameters)) continue;
    const query = target.indexOf('?');
    return query < 0 ? undefined : target.slice(query + 1).replace(/#.*$/, '');
  }
  return undefined;
}
