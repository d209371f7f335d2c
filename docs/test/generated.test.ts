import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documented } from '../../packages/core/src/output/documented.ts';
import { publicInterfaces } from '../../scripts/api.mjs';
import { problemPages } from '../../scripts/docs.mjs';

const sources = readdirSync('packages').flatMap((name) =>
  readdirSync(`packages/${name}/src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(file))
    .map((file) => join('packages', name, 'src', file)),
);
const withCatalogues = sources.filter((file) => /= catalogue\(/.test(readFileSync(file, 'utf8')));

test('the packages keep catalogues of problems', () => {
  expect(withCatalogues.length).toBeGreaterThan(10);
});

test.each(withCatalogues)('every code of %s has a page', async (file) => {
  const pages = await problemPages();
  const module: Record<string, { entries?: object }> = await import(`../../${file}`);
  const codes = Object.values(module).flatMap((value) => Object.keys(value.entries ?? {}));
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !pages.has(`${code}.md`))).toEqual([]);
});

test('people are led to the pages that there are', async () => {
  const codes = [...(await problemPages()).keys()].map((file) => file.replace('.md', ''));
  expect([...documented]).toEqual(codes.filter((code) => code !== 'README').sort());
});

test('the pages of problems in the repository are those of the sources', async () => {
  const written = readdirSync('docs/problems').map((file) => [
    file,
    readFileSync(`docs/problems/${file}`, 'utf8'),
  ]);
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(await problemPages()));
});

test('no package changes its public interface unseen', () => {
  const written = readdirSync('docs/api').map((file) => [file, readFileSync(`docs/api/${file}`, 'utf8')]);
  expect(Object.fromEntries(written), 'run `npm run docs`, and look at what it changes in docs/api').toEqual(
    Object.fromEntries(publicInterfaces().map(({ file, text }) => [file, text])),
  );
});

test('every export of a package says what it is', () => {
  const untold = publicInterfaces().flatMap((entry) => entry.untold);
  expect(untold, 'give them TSDoc: what they give, in which form, errors by code').toEqual([]);
});
