import { describe, expect, test } from 'vitest';
import { parseHelmignore } from './helmignore.ts';

const shipped = (rules: string, ...paths: string[]): string[] =>
  paths.filter((path) => !parseHelmignore(rules, '.helmignore').rules.ignores(path));

describe('a rule', () => {
  test.each([
    [
      'without a slash is compared with names at any depth',
      '*.tgz',
      ['a.tgz', 'charts/b.tgz'],
      ['a.tgz.txt'],
    ],
    ['that begins with a slash is compared from the top', '/a.txt', ['a.txt'], ['b/a.txt']],
    [
      'with a slash inside is compared with the whole path',
      'docs/*.md',
      ['docs/a.md'],
      ['x/docs/a.md', 'docs/b/a.md'],
    ],
    ['that ends with a slash means folders, and what is in them', 'ci/', ['ci/a', 'x/ci/b/c'], ['ci']],
    ['may hold a class', '[a-c]?.t[^x]t', ['ab.txt'].slice(1), ['ab.txt', 'dd.tyt']],
    ['may escape', '\\*.md', ['*.md'], ['a.md']],
    ['for hidden names takes .helmignore too', '.*', ['.helmignore', '.git/a'], ['a.b']],
    ['that is a comment or empty is none', '# a.txt\n\n', [], ['# a.txt', 'a.txt']],
    [
      'may have white space, CRLF and a byte order mark around it',
      '\uFEFF a.txt \r\nb.txt\r\n',
      ['a.txt', 'b.txt'],
      ['c.txt'],
    ],
  ] as const)('%s', (_, rules, ignored, kept) => {
    expect(shipped(rules, ...ignored, ...kept)).toEqual([...kept]);
  });
});

test('hidden files right below templates never ship', () => {
  expect(shipped('', 'templates/.a', 'templates/b/.c', 'templates/d')).toEqual([
    'templates/b/.c',
    'templates/d',
  ]);
});

test('lines helm rejects or reads the other way round are told', () => {
  const { problems } = parseHelmignore('a/**\nok\n!b\n[x\nc\\', 'charts/.helmignore');
  expect(problems.map(({ code, where }) => [code, where?.file, where?.line])).toEqual(
    [1, 3, 4, 5].map((line) => ['HELMIGNORE_RULE', 'charts/.helmignore', line]),
  );
});

// As helm 4.1.4 packages a chart with these rules.
test.each([
  ['x/*/z', ['x/y/z/q.tgz']],
  ['[^a]*.txt', ['notes.txt']],
  ['[[-]1', []],
  ['x[\\-]1', ['x-1']],
  ['*/', ['docs/a.md', 'x/y/z/q.tgz']],
] as const)('%s leaves out %j', (rule, ignored) => {
  const paths = ['a.txt', 'notes.txt', 'docs/a.md', 'x/y/z/q.tgz', 'x-1'];
  expect(shipped(rule, ...paths)).toEqual(paths.filter((path) => !ignored.some((one) => one === path)));
});
