import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync('SECURITY.md', 'utf8');
const [, table = ''] = /^## What is defended, and by which test\n\n(.*?)\n\n/ms.exec(page) ?? [];
const rows = table.split('\n').slice(2);
const named = rows.flatMap((row) =>
  [...row.matchAll(/\[[\w-]+\]\(([^)]+)\): "([^"]+)"/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  })),
);

test('the table of SECURITY.md names a test for every attack', () => {
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter((row) => !/\]\([^)]+\.test\.ts\): "/.test(row))).toEqual([]);
});

test.each(named)('SECURITY.md names "$title", which is in $file', ({ file, title }) => {
  const source = readFileSync(file, 'utf8');
  expect(source.includes(title.replaceAll("'", "\\'")) || source.includes(title)).toBe(true);
});
