import type { HttpResponse } from '@launchway/core';
import { resolve } from './address.ts';
import { jsonOf, refused } from './answers.ts';
import { fail, isAbsent, type Place, purpose } from './place.ts';
import type { Purpose } from './session.ts';

/** Amazon allows no more in a page, and GitHub gives 100 unless asked. */
const pageSize = 1000;
const mostPages = 2000;
const mostTags = 2_000_000;

/** Reads all pages of a repository's tags; none for a repository that does not exist yet. */
export async function listTags(place: Place): Promise<readonly string[]> {
  const what = purpose(place, `list the tags of ${place.name}`, [200, 400, 404, 405]);
  const tags = new Set<string>();
  const seen = new Set<string>();
  let query: string | undefined = `?n=${pageSize}`;
  while (query !== undefined) {
    if (seen.has(query) || seen.size >= mostPages || tags.size > mostTags) {
      throw fail(place, what, 'REGISTRY_ANSWER_INVALID', `its pages do not end after ${seen.size}`);
    }
    seen.add(query);
    const response: HttpResponse = await place.session.get(`${place.path}/tags/list${query}`, what);
    if (response.status === 200) {
      for (const tag of tagsOf(response, place, what)) tags.add(tag);
      query = nextPage(response, place, what);
    } else if (await isAbsent(place, response)) {
      query = undefined;
    } else if (seen.size === 1) {
      // Some refuse the size of the page; then theirs is taken.
      query = '';
    } else {
      throw refused(response, place.session.context(what));
    }
  }
  return [...tags];
}

function tagsOf(response: HttpResponse, place: Place, what: Purpose): readonly string[] {
  const body = jsonOf(response, place.session.context(what));
  const tags = typeof body === 'object' && body !== null && 'tags' in body ? body.tags : undefined;
  if (tags === null) return [];
  if (Array.isArray(tags) && tags.every((tag) => typeof tag === 'string')) return tags;
  throw fail(place, what, 'REGISTRY_ANSWER_INVALID', 'what it answered is no list of tags');
}

/**
 * The query of the next page (RFC 8288 `Link`). Only the query is taken: Artifactory names a path that lacks its prefix.
 * A link to another host is refused, since it would be asked with this one's credentials.
 */
function nextPage(response: HttpResponse, place: Place, what: Purpose): string | undefined {
  const links = (response.header('link') ?? '').matchAll(/<([^<>]*)>([^<]*)/g);
  const next = [...links].find(([, , parameters = '']) =>
    /;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i.test(parameters),
  );
  if (next === undefined) return undefined;
  const url = resolve(next[1] ?? '', response.url, place.session.context(what));
  if (url.host === new URL(place.session.site.origin).host) return url.search;
  throw fail(place, what, 'REGISTRY_ANSWER_INVALID', `its next page is at another host, ${url.host}`);
}
