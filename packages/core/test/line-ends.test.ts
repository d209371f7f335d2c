import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type Clone, cleanUp, reference } from './world.fixture.ts';

afterAll(cleanUp);

const mark = '\ufeff';
const example = resolve(import.meta.dirname, '../../../examples/reference');
const config = readFileSync(join(import.meta.dirname, 'reference.config.ts'), 'utf8')
  .replace('{ defineConfig,', '{ defineConfig, notes,')
  .replace('plugins: [', "plugins: [notes({ changelog: 'CHANGELOG.md' }),");
const pinned = [
  'package.json',
  'apps/runtime/package.json',
  'packages/shared/package.json',
  'packages/shared/jsr.json',
  'charts/Chart.yaml',
  'charts/release-notes.md',
];

const toCrlf = (text: string): string => text.replace(/\r?\n/g, '\r\n');
const toMixed = (text: string): string => {
  let line = 0;
  return text.replace(/\n/g, () => (line++ % 2 === 0 ? '\r\n' : '\n'));
};

/** All that must stay of a file: its marks, and its line ends by kind and place from the top. */
const shape = (text: string): readonly unknown[] => [
  text.split(mark).length,
  text.startsWith(mark),
  text.match(/\r?\n/g)?.join(''),
];

async function bytes(clone: Clone, file: string, ...how: readonly string[]): Promise<string> {
  return clone.gitWith({}, 'cat-file', ...(how.length === 0 ? ['blob'] : how), `HEAD:${file}`);
}

it.each<[what: string, write: (text: string) => string, attributes: string, autocrlf: string]>([
  ['CRLF in the repository', toCrlf, '', 'false'],
  ['CRLF where git makes it', (text) => text, '', 'true'],
  ['CRLF by .gitattributes', (text) => text, '* text=auto eol=crlf\n', 'input'],
  ['CRLF by .gitattributes and a byte order mark', (text) => mark + text, '*.json text eol=crlf\n', 'false'],
  ['both ends in each file and a byte order mark', (text) => mark + toMixed(text), '', 'false'],
  ['CRLF, a byte order mark, and no last line end', (text) => mark + toCrlf(text.trimEnd()), '', 'false'],
])('files with %s keep it through two releases', async (_, write, attributes, autocrlf) => {
  const texts = pinned.map((file) => [file, write(readFileSync(join(example, file), 'utf8'))] as const);
  const changelog = write('# Changes\n\nOf the harbour.\n\n## 0.2.26\n\n- First.\n');
  const clone = await reference({
    files: {
      ...Object.fromEntries(texts),
      'CHANGELOG.md': changelog,
      '.gitattributes': attributes,
      'release.config.ts': config,
    },
  });
  await clone.git('config', 'core.autocrlf', autocrlf);
  await clone.git('rm', '-rq', '--cached', '.');
  await clone.git('reset', '-q', '--hard');
  for (const version of ['0.2.27', '0.2.28']) {
    clone.append('charts/release-notes.md', `Ready for ${version}. `);
    await clone.change(`feat: ready for ${version}`, 'apps/runtime/main.ts', 'packages/shared/main.ts');
    const before = await Promise.all(pinned.map((file) => bytes(clone, file)));
    const { code, stderr } = await clone.release(['--yes']);
    expect(code, stderr).toBe(0);
    expect(await clone.version('chart')).toBe(version);
    expect(await clone.git('status', '--porcelain')).toBe('');
    const after = await Promise.all(pinned.map((file) => bytes(clone, file)));
    expect(after.map(shape)).toEqual(before.map(shape));
    for (const file of [...pinned, 'CHANGELOG.md'])
      expect(clone.read(file), file).toBe(await bytes(clone, file, '--filters'));
  }
  const kept = await bytes(clone, 'CHANGELOG.md');
  expect([kept.lastIndexOf(mark), kept.split('## 0.2.26').length]).toEqual([changelog.lastIndexOf(mark), 2]);
  expect(kept.includes('0.2.28')).toBe(true);
});
