import { expect, test } from 'vitest';
import { packageSizeProblems, sizeProblems } from './contents.ts';

const mebibyte = 1024 * 1024;

test('files above 5 MiB and charts above 100 MiB are refused', () => {
  expect(sizeProblems([{ path: 'a', size: 5 * mebibyte }])).toEqual([]);
  expect(sizeProblems([{ path: 'a', size: 6 * mebibyte }]).map((problem) => problem.message)).toEqual([
    'a has 6.0 MiB; helm takes no file above 5 MiB.',
  ]);
  const many = Array.from({ length: 26 }, (_, index) => ({ path: String(index), size: 4 * mebibyte }));
  expect(sizeProblems(many)).toMatchObject([
    { severity: 'error', message: 'The chart has 104.0 MiB unpacked; helm reads no more than 100 MiB.' },
  ]);
});

test('a packed chart above 5 MB is a warning', () => {
  expect(packageSizeProblems('a.tgz', 5_000_000)).toEqual([]);
  expect(packageSizeProblems('a.tgz', 5_000_001)).toMatchObject([
    { code: 'CHART_TOO_LARGE', severity: 'warning' },
  ]);
});
