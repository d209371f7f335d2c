import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.ts';

const pages = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((page) => page !== '' && !page.includes('/fixtures/') && existsSync(page));

interface Block {
  readonly name: string;
  readonly extension: string;
  readonly code: string;
}

/** The configurations that a page shows: the blocks that hold a whole one. */
const configurations: readonly Block[] = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```(ts|yaml|json)\n(.*?)^```$/gms)]
    .filter(([, , code = '']) => /^export default defineConfig|^flows:|^\{\s*"flows"/m.test(code))
    .map(([, extension = '', code = ''], index) => ({ name: `${page} (${index + 1})`, extension, code })),
);

let top = '';
beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'launchway-docs-'));
  mkdirSync(join(top, 'node_modules'));
  symlinkSync(resolve('node_modules/@launchway'), join(top, 'node_modules/@launchway'));
  symlinkSync(resolve('examples'), join(top, 'examples'));
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

test.each(configurations)(
  'the configuration of $name works as written',
  async ({ name, extension, code }) => {
    const file = join(top, `${name.replaceAll(/\W+/g, '-')}.${extension}`);
    writeFileSync(file, code);
    const { flows } = await loadConfig(top, file);
    expect(flows.every(({ plugins }) => plugins.length > 0)).toBe(true);
  },
);

test.each(pages)('%s links to nothing that is missing', (page) => {
  const links = [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(
    ([, link = '']) => link,
  );
  const missing = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !existsSync(join(dirname(page), link)));
  expect(missing).toEqual([]);
});
