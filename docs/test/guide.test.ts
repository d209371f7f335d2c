import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const guide = readFileSync('docs/writing-plugins.md', 'utf8');
const shown = new Map(
  [...guide.matchAll(/^`((?:src|test)\/[\w.-]+)`:\n\n```ts\n(.*?)^```$/gms)].map(
    ([, file = '', code = '']) => [file, code],
  ),
);
const files = ['src', 'test'].flatMap((folder) =>
  readdirSync(`examples/author-plugin/${folder}`).map((file) => `${folder}/${file}`),
);

test('the guide shows every file of the plugin, and no other', () => {
  expect([...shown.keys()].sort()).toEqual(files.sort());
});

test.each(files)('%s is the code of the guide', (file) => {
  expect(readFileSync(`examples/author-plugin/${file}`, 'utf8')).toBe(shown.get(file));
});
