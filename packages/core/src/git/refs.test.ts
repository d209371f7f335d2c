import { expect, test } from 'vitest';
import { isRefName } from './refs.ts';

test.each(['v1.0.0', 'chart/v1.0.0', 'app@1.0.0', 'v1.0.0+build.5'])('allows %s', (name) => {
  expect(isRefName(name)).toBe(true);
});

test.each([
  '',
  '-v1',
  '/v1',
  'v1/',
  'v1.',
  'a..b',
  'a b',
  'a~1',
  'a^',
  'a:b',
  'a?',
  'a*',
  'a[b',
  'a\\b',
  'v.lock',
  '@',
  'a@{b',
  'a//b',
  'a/.b',
  'a\u0007',
])('refuses %j', (name) => {
  expect(isRefName(name)).toBe(false);
});
