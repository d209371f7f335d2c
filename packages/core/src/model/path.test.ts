import { expect, test } from 'vitest';
import { inside, plainPath } from './path.ts';

test.each([
  ['.', ''],
  ['./', ''],
  ['', ''],
  ['./charts/', 'charts'],
  ['apps//web/./src', 'apps/web/src'],
  ['.github/..data', '.github/..data'],
])('the path %j is %j in plain', (path, plain) => {
  expect(plainPath(path)).toBe(plain);
});

test('what lies at the top has no folder before it', () => {
  expect([inside('', 'Chart.yaml'), inside('charts/web', 'Chart.yaml')]).toEqual([
    'Chart.yaml',
    'charts/web/Chart.yaml',
  ]);
});
