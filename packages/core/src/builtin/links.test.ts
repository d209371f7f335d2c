import { expect, test } from 'vitest';
import { linksOf } from './links.ts';

const sha = '0123456789abcdef0123456789abcdef01234567';

test.each([
  ['github', 'https://forge.example/crew/harbour', 'https://forge.example/crew/harbour/commit/'],
  [
    'gitlab',
    'https://host.example:8443/git/crew/sub/harbour',
    'https://host.example:8443/git/crew/sub/harbour/-/commit/',
  ],
] as const)('links a commit on %s, subpath and port kept', (kind, url, page) => {
  expect(linksOf({ kind, url }).commit(sha)).toBe(`[0123456](${page}${sha})`);
});

test('compares revisions, with names that need escaping', () => {
  const links = linksOf({ kind: 'gitlab', url: 'https://host.example/crew/harbour' });
  expect(links.compare('chart/v1.0.0', 'chart/v1.1.0')).toBe(
    'https://host.example/crew/harbour/-/compare/chart%2Fv1.0.0...chart%2Fv1.1.0',
  );
});

test('links issues on both forges, and merge requests on GitLab alone', () => {
  const github = linksOf({ kind: 'github', url: 'https://forge.example/c/h' });
  const gitlab = linksOf({ kind: 'gitlab', url: 'https://forge.example/c/h' });
  expect(github.references('stop (#12) and !7')).toBe(
    'stop ([#12](https://forge.example/c/h/issues/12)) and !7',
  );
  expect(gitlab.references('stop (#12) and !7')).toBe(
    'stop ([#12](https://forge.example/c/h/-/issues/12)) and [!7](https://forge.example/c/h/-/merge_requests/7)',
  );
});

test.each(['colour #fff', 'crew/other#12', 'page#3', '&#39;', 'no.#', '#12345678901'])(
  'leaves %j alone',
  (text) => {
    expect(linksOf({ kind: 'github', url: 'https://forge.example/c/h' }).references(text)).toBe(text);
  },
);

test('gives plain text where the forge is not known', () => {
  expect(linksOf(undefined).commit(sha)).toBe('0123456');
  expect(linksOf({ kind: 'other', url: 'https://host.example/x' }).compare('a', 'b')).toBeUndefined();
});
