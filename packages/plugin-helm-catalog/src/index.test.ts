import { expect, test } from 'vitest';
import { helmCatalog } from './index.ts';

const problemsOf = (options: unknown) =>
  (helmCatalog(options as Parameters<typeof helmCatalog>[0]).problems ?? []).map(
    ({ message, fix, where }) => [where?.pointer, `${message} ${fix}`],
  );

test('options are taken as documented', () => {
  const to = [
    {
      git: 'https://forge.example/org/charts.git',
      layout: 'both',
      flat: 'remove',
      author: 'Ada <ada@example.com>',
    },
    { git: '/srv/charts.git', path: './charts/', assets: '' },
    { oci: 'oci://ghcr.io/org/charts' },
    { gitlab: 'stable', project: 'org/app' },
    { http: 'https://charts.example.com', credential: { env: ['A', 'B'], username: 'ada' } },
  ];
  expect(
    problemsOf({ to, chart: '.', generate: [['make']], changes: 'notes', sign: { key: 'ada' } }),
  ).toEqual([]);
});

test.each([
  [{}, '', 'The key "to" is missing'],
  [{ to: [] }, 'to', 'a list of at least 1'],
  [{ to: { ocı: 'x' } }, 'to', 'a target with one of the keys'],
  [{ to: { git: 'https://a:b@c/d.git' } }, 'to.git', 'without a password'],
  [{ to: { git: 'x', layot: 'both' } }, 'to.layot', 'Did you mean "layout"?'],
  [{ to: { git: 'x', path: '../charts' } }, 'to.path', 'a folder inside the repository'],
  [{ to: { oci: 'ghcr.io/org' } }, 'to.oci', 'begins with oci://'],
  [{ to: { oci: 'oci://ghcr.io/org/charts:1.2.0' } }, 'to.oci', 'without a tag'],
  [
    { to: { oci: 'oci://ghcr.io/org', credential: { env: '$TOKEN' } } },
    'to.credential.env',
    'not the name of a variable',
  ],
  [{ to: { gitlab: 'a..b' } }, 'to.gitlab', 'a channel'],
  [{ to: { http: 'charts.example.com' } }, 'to.http', 'https://'],
  [{ to: { oci: 'oci://a/b' }, generate: ['make'] }, 'generate[0]', 'a list'],
])('%j is refused at its place', (options, pointer, words) => {
  const [found] = problemsOf(options);
  expect(found?.[1]).toContain(words);
  if (pointer !== '') expect(found?.[0]).toBe(pointer);
});
