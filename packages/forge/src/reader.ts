import type { HttpResponse, Reads } from '@launchway/core';
import { type Context, isRecord, jsonOf, refused, unreadable } from './answers.ts';
import type { Asked, ForgeOptions, ForgeReader } from './forge.ts';
import { nextQuery } from './pages.ts';
import { contextOf, isSuccess, partsOf } from './request.ts';

const pages = 100;
const mostItems = 10_000;

/** Gives what only looks. */
export function readerOf(port: Reads, options: ForgeOptions): ForgeReader {
  const ask = ({ path }: Asked): Promise<HttpResponse> => port.get(partsOf(options, path));

  const page = async (asked: Asked) => {
    const response = await ask(asked);
    if (!isSuccess(response)) throw refused(response, contextOf(options, asked));
    const items = jsonOf(response);
    if (!isListOfRecords(items)) throw unreadable(response, contextOf(options, asked));
    return { items, next: nextQuery(response.header('link')) };
  };

  const find: ForgeReader['find'] = async (asked, absent = [404]) => {
    const response = await ask(asked);
    if (absent.includes(response.status)) return undefined;
    return jsonFrom(response, contextOf(options, asked));
  };

  return {
    options,
    ask,
    find,
    get: (asked) => find(asked, []),
    list: async (asked) => {
      const [path = '', query = ''] = asked.path.split('?');
      const seen = new Set<string>();
      const found: Readonly<Record<string, unknown>>[] = [];
      let at: string | undefined = `per_page=100${query === '' ? '' : `&${query}`}`;
      while (at !== undefined && !seen.has(at) && seen.size < pages && found.length < mostItems) {
        seen.add(at);
        const { items, next }: Awaited<ReturnType<typeof page>> = await page({
          ...asked,
          path: `${path}?${at}`,
        });
        for (const item of items.slice(0, mostItems - found.length)) found.push(item);
        at = next;
      }
      return found;
    },
  };
}

function jsonFrom(response: HttpResponse, context: Context): unknown {
  if (!isSuccess(response)) throw refused(response, context);
  const json = jsonOf(response);
  if (json === undefined) throw unreadable(response, context);
  return json;
}

const isListOfRecords = (value: unknown): value is readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) && value.every(isRecord);
