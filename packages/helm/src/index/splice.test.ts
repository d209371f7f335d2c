import { isReleaseError } from '@launchway/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildIndex } from './build.ts';
import { entryValue, type IndexEntry } from './entry.ts';
import { indexEntry } from './index.fixture.ts';
import { compareNewestFirst } from './order.ts';
import { spliceEntry } from './splice.ts';

const earlier = '2025-12-31T00:00:00Z';
const later = '2026-05-06T07:08:09Z';

/** Nothing lies behind the last byte, as it does in a small Buffer. */
const splice = (text: string, entry: IndexEntry): string =>
  Buffer.from(spliceEntry(new Uint8Array(Buffer.from(text)), entry, { generated: later }).bytes).toString(
    'utf8',
  );

function refusal(
  text: string,
  entry = indexEntry('nginx', '9.0.0'),
): { code: string; line: number | undefined } {
  try {
    splice(text, entry);
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return { code: error.problems[0]?.code ?? '', line: error.problems[0]?.where?.line };
  }
  return { code: 'none', line: undefined };
}

const three = buildIndex(
  [indexEntry('apache', '1.0.0'), indexEntry('nginx', '1.2.0'), indexEntry('nginx', '1.10.0')],
  earlier,
);

describe('an entry is added where helm would list it', () => {
  const name = fc.constantFrom(
    'apache',
    'nginx',
    'redis',
    'a2',
    'a10',
    'z',
    'on',
    '1password',
    'x.y',
    'Caps',
  );
  const version = fc
    .tuple(
      fc.nat(3),
      fc.nat(12),
      fc.nat(2),
      fc.constantFrom('', '-rc.1', '-rc.10', '-alpha', '+up1.0', '+up1.10', '-a+b'),
    )
    .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`);
  const entries = fc.uniqueArray(
    fc.tuple(name, version).map(([chart, one]) => indexEntry(chart, one)),
    { selector: ({ metadata }) => `${metadata.name} ${metadata.version}`, minLength: 1, maxLength: 12 },
  );

  test('so that adding one by one gives what building at once gives', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const empty = buildIndex([], earlier);
        expect(all.reduce(splice, empty)).toBe(buildIndex(all, later));
      }),
      { numRuns: 60 },
    );
  });

  test.each(styles())('into an index that is %s, and the rest stays as it is', (_, restyle) => {
    fc.assert(
      fc.property(entries, (all) => {
        const [fresh, ...old] = all;
        if (fresh === undefined || old.length === 0) return;
        const before = restyle(buildIndex(old, earlier));
        const after = splice(before, fresh);
        expect(removed(before, after)).toEqual([]);
        expect(parse(after)).toEqual(withEntry(parse(before), fresh));
      }),
      { numRuns: 25 },
    );
  });
});

describe('an entry is added to an index in braces, where helm would list it', () => {
  const named = fc.constantFrom('apache', 'nginx', 'redis', 'a10', '1password', 'Caps');
  const versions = fc.constantFrom('1.0.0', '1.2.0', '1.10.0-rc.1', '1.10.0', '2.0.0+up1', '2.0.0');
  const entries = fc.uniqueArray(
    fc.tuple(named, versions).map(([chart, one]) => indexEntry(chart, one)),
    { selector: ({ metadata }) => `${metadata.name} ${metadata.version}`, minLength: 2, maxLength: 8 },
  );

  test.each(layouts())('laid out %s, and not one byte around it moves', (_, write) => {
    fc.assert(
      fc.property(entries, (all) => {
        const [fresh, ...old] = all;
        if (fresh === undefined) return;
        const before = write(parse(buildIndex(old, earlier)) as Index);
        const after = splice(before, fresh);
        expect(isInsertion(before.replace(earlier, later), after)).toBe(true);
        expect(parse(after)).toEqual(withEntry(parse(before) as Index, fresh));
      }),
      { numRuns: 40 },
    );
  });

  test('one by one, as JSON from the first on, it is what writing all at once gives', () => {
    fc.assert(
      fc.property(entries, (all) => {
        const texts = [json(2), json(undefined)].map((write) => {
          const built = all.reduce(splice, write({ apiVersion: 'v1', generated: earlier, entries: {} }));
          return [built, write(JSON.parse(built) as Index)] as const;
        });
        for (const [built, again] of texts) expect(built).toBe(again);
      }),
      { numRuns: 40 },
    );
  });

  test('between comments and before the last comma, in brackets over several lines', () => {
    const list = '[\n    {version: 2.0.0}, # newest\n    {version: 1.0.0}, # oldest\n  ]';
    const text = `apiVersion: v1\nentries:\n  nginx: ${list}\ngenerated: x\n`;
    const entry = { ...indexEntry('nginx', '0.9.0'), metadata: { name: 'nginx', version: '0.9.0' } };
    const added = '{"name": "nginx", "version": "0.9.0", "urls": ["assets/nginx-0.9.0.tgz"]';
    expect(splice(text, entry)).toContain(`    {version: 1.0.0},\n    ${added}`);
    expect(parse(splice(text, entry))).toMatchObject({ entries: { nginx: { length: 3 } }, generated: later });
  });

  test('as one item of a list whose other items are in braces', () => {
    const text =
      'apiVersion: v1\nentries:\n  nginx:\n  - {version: 2.0.0}\n  - {version: 1.0.0, digest: a}\n';
    expect(splice(text, indexEntry('nginx', '1.5.0'))).toMatch(/- \{version: 2.0.0\}\n {2}- annotations:/);
  });

  test('with its characters escaped that JSON takes as they are and YAML does not', () => {
    const text = JSON.stringify({ apiVersion: 'v1', generated: earlier, entries: {} });
    const annotations = { 'example.com/odd': 'a\u0085b\ufeffc\u007fd' };
    expect(splice(text, indexEntry('nginx', '1.0.0', { annotations }))).toContain(
      'a\\u0085b\\ufeffc\\u007fd',
    );
  });

  test('a version there is found by an escaped text too, and refused with another digest', () => {
    const text = String.raw`{"apiVersion":"v1","entries":{"nginx":[{"version":"1.0.0\u002bb","digest":"a"}]}}`;
    expect(refusal(text, indexEntry('nginx', '1.0.0+b')).code).toBe('INDEX_CONFLICT');
  });
});

/** Ways to write an index in braces. */
function layouts(): [string, (index: Index) => string][] {
  const inBlock = (index: Index, entries: string): string =>
    `apiVersion: v1\nentries: ${entries}\ngenerated: "${index.generated}"\n`;
  return [
    ['as JSON with two spaces', json(2)],
    ['as JSON with tabs', json('\t')],
    ['as JSON on Windows', (index) => json(4)(index).replaceAll('\n', '\r\n')],
    ['as JSON on one line', json(undefined)],
    ['as JSON on one line with spaces', (index) => spaced(index)],
    ['as JSON behind a byte order mark', (index) => `\ufeff${json(undefined)(index)}`],
    ['with its entries alone in braces', (index) => inBlock(index, spaced(index.entries))],
    [
      'with a line for each chart',
      (index) => {
        const lines = Object.entries(index.entries).map(([name, all]) => `\n  "${name}": ${spaced(all)}`);
        return inBlock(index, lines.join('') || '{}');
      },
    ],
  ];
}

const json =
  (unit: string | number | undefined) =>
  (index: Index): string =>
    `${JSON.stringify(index, undefined, unit)}${unit === undefined ? '' : '\n'}`;

/** JSON as Python writes it. */
function spaced(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, one]) => `${JSON.stringify(key)}: ${spaced(one)}`)
    .join(', ')}}`;
}

/** Whether a text is another one with one piece put in. */
function isInsertion(before: string, after: string): boolean {
  let [head, tail] = [0, 0];
  while (head < before.length && before[head] === after[head]) head++;
  while (tail < before.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return head + tail === before.length && after.length > before.length;
}

/** Ways other tools write an index. */
function styles(): [string, (text: string) => string][] {
  return [
    ['as helm writes it', (text) => text],
    ['written on Windows', (text) => text.replaceAll('\n', '\r\n')],
    ['without a line end at its end', (text) => text.trimEnd()],
    ['begun by a document mark and a comment', (text) => `---\n# ours\n${text}`],
    ['begun by a byte order mark', (text) => `\ufeff${text}`],
    ['commented', (text) => text.replaceAll(/^( {2}\S*:)$/gm, '  # before\n$1 # behind\n\n    # below')],
    [
      'indented by four',
      (text) =>
        text.replaceAll(
          /^( *)((?:- )*)(?=\S)/gm,
          (_, margin: string, dashes: string) => margin + margin + dashes.replaceAll('- ', '-   '),
        ),
    ],
    ['written with quoted names', (text) => text.replaceAll(/^ {2}([\w.]+):$/gm, '  "$1":')],
    ['without a time', (text) => text.replace(/^generated.*\n/m, '')],
    ['one whose time comes first', (text) => `generated: ${earlier}\n${text.replace(/^generated.*\n/m, '')}`],
    ['one with more keys', (text) => `${text}publicKeys:\n- one\nserverInfo:\n  contextPath: "/a"\n`],
    ['one with indented lists', indentLists],
  ];
}

/** Moves what belongs to a chart two columns to the right. */
function indentLists(text: string): string {
  return text.replaceAll(/^( {2}- | {4,}\S)/gm, '  $1');
}

/** Lines of the old text that the new one lacks, but for the time. */
function removed(before: string, after: string): string[] {
  const lines = new Set(after.split('\n'));
  return before.split('\n').filter((line) => !line.startsWith('generated') && !lines.has(line));
}

type Index = { apiVersion: string; entries: Record<string, { version: string }[]>; generated?: string };

function withEntry(index: Index, entry: IndexEntry): Index {
  const { name } = entry.metadata;
  const versions = [...(index.entries[name] ?? []), entryValue(entry) as { version: string }];
  const sorted = versions.sort((left, right) => compareNewestFirst(left.version, right.version));
  return { ...index, entries: { ...index.entries, [name]: sorted }, generated: later };
}

describe('a version that is there already', () => {
  test('with the same digest leaves every byte alone', () => {
    const index = Buffer.from(three);
    expect(spliceEntry(index, indexEntry('nginx', '1.2.0'), { generated: later })).toEqual({
      state: 'unchanged',
      bytes: index,
    });
  });

  test('with another digest is refused, with its line', () => {
    const other = { ...indexEntry('nginx', '1.2.0'), digest: 'f'.repeat(64) };
    expect(refusal(three, other)).toEqual({
      code: 'INDEX_CONFLICT',
      line: 1 + three.split('\n').findLastIndex((line) => line.startsWith('  - ')),
    });
  });

  test('with other build metadata is another version', () => {
    expect(splice(three, indexEntry('nginx', '1.2.0+b'))).toContain('version: 1.2.0+b');
  });
});

describe('an index without charts takes its first', () => {
  test.each([
    'apiVersion: v1\nentries: {}\ngenerated: "x"\n',
    'apiVersion: v1\nentries:\ngenerated: "x"\n',
    'apiVersion: v1\nentries: null\ngenerated: "x"\n',
  ])('%j', (text) =>
    expect(splice(text, indexEntry('nginx', '1.0.0'))).toBe(
      buildIndex([indexEntry('nginx', '1.0.0')], later),
    ),
  );

  test('also where the list of its chart is empty', () => {
    const text = 'apiVersion: v1\nentries:\n  nginx: []\ngenerated: "x"\n';
    expect(splice(text, indexEntry('nginx', '1.0.0'))).toBe(
      buildIndex([indexEntry('nginx', '1.0.0')], later),
    );
  });
});

describe('texts that look like entries are read past', () => {
  const head = 'apiVersion: v1\nentries:\n';

  test('in quotes that go back to the margin', () => {
    const text = `${head}  apache:\n  - description: "one\n  nginx:\n  - version: 9.0.0\n  "\n    version: 1.0.0\n`;
    expect(splice(text, indexEntry('nginx', '9.0.0')).startsWith(`${text}  nginx:\n  - annotations:`)).toBe(
      true,
    );
  });

  test('in brackets over several lines', () => {
    const item = '  - keywords: [a, "]",\n  redis: b,\n  ]\n    version: 1.0.0\n    digest: x\n';
    expect(splice(`${head}  nginx:\n${item}`, indexEntry('nginx', '9.0.0'))).toContain(`${item}generated`);
  });

  test('in plain text over several lines', () => {
    const item =
      '  - description: one\n      "two\n      version: three\n    version: 1.0.0\n    digest: x\n';
    expect(splice(`${head}  nginx:\n${item}`, indexEntry('nginx', '9.0.0'))).toContain(`${item}generated`);
  });
});

describe('what cannot be added to safely is refused, with the line', () => {
  test.each([
    ['entries in brackets', 'apiVersion: v1\nentries: [nginx]\n', 2],
    ['a chart in braces', 'apiVersion: v1\nentries:\n  nginx: {version: 1.0.0}\n', 3],
    ['a chart that is an alias', 'apiVersion: v1\nentries:\n  nginx: *other\n', 3],
    ['a list of texts', 'apiVersion: v1\nentries:\n  nginx: [1.0.0]\n', 3],
    ['JSON with a chart twice', '{"apiVersion":"v1",\n"entries":{"a":[],\n"a":[]}}', 3],
    ['JSON that is cut off', '{"apiVersion":"v1",\n"entries":{"nginx":[', 1],
    ['JSON with more behind it', '{"apiVersion":"v1","entries":{}}\nmore: 1\n', 2],
    ['JSON without entries', '{"apiVersion":"v1"}', 1],
    ['a time in braces', '{"apiVersion":"v1","entries":{},\n"generated":{}}', 2],
    [
      'a chart listed twice',
      'apiVersion: v1\nentries:\n  a:\n  - version: 1.0.0\n  a:\n  - version: 2.0.0\n',
      5,
    ],
    ['entries twice', 'apiVersion: v1\nentries: {}\nentries: {}\n', 3],
    ['a second document', `${three}---\n${three}`, 1 + three.split('\n').length - 1],
    ['tabs', 'apiVersion: v1\nentries:\n\tnginx:\n', 3],
    ['no apiVersion', 'entries: {}\n', 1],
    ['no entries', 'apiVersion: v1\n', 1],
    ['nothing', '', 1],
    ['a key without a value or a line end', 'apiVersion:', 1],
    ['a version behind an alias', 'apiVersion: v1\nentries:\n  nginx:\n  - version: *v\n', 4],
    ['a quotation mark left open', 'apiVersion: v1\nentries:\n  nginx:\n  - version: "1.0.0\n', 4],
    ['a lone carriage return', 'apiVersion: v1\rentries: {}\n', 1],
    ['a chart that is a mapping', 'apiVersion: v1\nentries:\n  nginx:\n    version: 1.0.0\n', 4],
  ])('%s', (_, text, line) => {
    expect(refusal(text)).toEqual({ code: 'INDEX_NOT_SPLICEABLE', line });
  });
});
