import { expect, test } from 'vitest';
import { globFault } from './glob.ts';

test.each([
  '**',
  'main',
  './apps/web',
  'charts/',
  '!docs/**',
  '!(main|next)',
  '{main,next/**}',
  'release/v[0-9]*.x',
  '[[:alpha:]]*',
  'docs/\\[draft\\]/**',
  'src/\\(/*',
  'v[\\d].*',
  '*.md',
  '@scope/x',
  'a/...b/..c',
  'with blank/ü.md',
  '-x',
])('takes %j', (glob) => {
  expect(globFault(glob)).toBeUndefined();
});

test.each([
  ['[', 'opens a bracket'],
  ['{a', 'opens a bracket'],
  ['!{a', 'opens a bracket'],
  ['@(a', 'opens a bracket'],
  ['a)', 'opens a bracket'],
  ['[z-a]', 'opens a bracket'],
  ['/apps/**', 'begins with a slash'],
  ['!/apps/**', 'begins with a slash'],
  ['../apps/**', 'has a folder'],
  ['apps/../web', 'has a folder'],
  ['apps//web', 'has a folder'],
  ['.', 'has a folder'],
  ['apps\\web', 'has a backslash'],
  ['apps\\**', 'has a backslash'],
  ['apps\\', 'has a backslash'],
  ['!', 'takes nothing away'],
])('refuses %j: it %s', (glob, what) => {
  expect(globFault(glob)?.message).toContain(`${JSON.stringify(glob)} ${what}`);
});

test('proposes a glob without its slash', () => {
  expect(globFault('!//apps/web/**')?.fix).toContain('Write "!apps/web/**"');
});
