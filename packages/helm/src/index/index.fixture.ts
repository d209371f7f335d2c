import type { IndexEntry } from './entry.ts';

/** An entry with everything in it that is hard to write, or to read past. */
export function indexEntry(
  name: string,
  version: string,
  more: Partial<IndexEntry['metadata']> = {},
): IndexEntry {
  return {
    metadata: {
      name,
      version,
      description: `The chart ${name}: it has "quotes", 'more' of them, and a text that is long enough to be folded at column eighty`,
      apiVersion: 'v2',
      appVersion: '0123456',
      annotations: {
        'artifacthub.io/changes': '- kind: added\n  description: a list\n\nversion: 9.9.9\n  digest: none\n',
        'example.com/emoji': 'two lines\nand a rocket 🚀',
      },
      dependencies: [{ name: 'common', version: '7.7.7', repository: 'https://example.com/charts' }],
      ...more,
    },
    digest: `${name}${version}`.replaceAll(/[^0-9a-f]/g, '0').padEnd(64, 'a'),
    urls: [`assets/${name}-${version}.tgz`],
    created: '2026-01-02T03:04:05Z',
  };
}
