import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createFiles, replaceFiles } from './files.ts';
import { inFolder } from './scratch.ts';

const files = createFiles();
const outside = mkdtempSync(join(tmpdir(), 'outside-'));
afterEach(() => rmSync(join(outside, 'x'), { force: true }));
afterAll(async () => {
  await files.dispose();
  rmSync(outside, { recursive: true });
});

describe('a scratch folder', () => {
  test('is empty, new, and open to this user alone', async () => {
    const [one, two] = [await files.scratch(), await files.scratch()];
    expect(one).not.toBe(two);
    expect([readdirSync(one), statSync(one).mode & 0o777]).toEqual([[], 0o700]);
  });

  test('is gone at the end', async () => {
    const mine = createFiles();
    const folder = await mine.scratch();
    await mine.write(join(folder, 'a/b'), 'x');
    await mine.dispose();
    expect(existsSync(join(folder, '..'))).toBe(false);
    await expect(mine.write(join(folder, 'c'), 'x')).rejects.toThrow('not below a scratch folder');
  });

  test.each([
    ['the end of the process', '', 0],
    [
      'a removal that fails, which is no failure',
      '(await import("node:fs")).promises.rm = () => Promise.reject(new Error("EBUSY")); await scratch.dispose()',
      0,
    ],
    ['an exit in the middle', 'process.exit(4)', 4],
    ['SIGTERM', 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 5000)', 'SIGTERM'],
    ['SIGINT', 'process.kill(process.pid, "SIGINT"); setTimeout(() => {}, 5000)', 'SIGINT'],
    [
      'SIGTERM that somebody else handles',
      'process.on("SIGTERM", () => setTimeout(() => process.exit(5), 20)); process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 5000)',
      5,
    ],
  ])('is gone after %s', (_, ending, expected) => {
    const home = mkdtempSync(join(outside, 'tmp-'));
    // The built file is not there in a fresh clone; jiti reads the source on every Node.
    const jiti = import.meta.resolve('jiti');
    const script = `
      const { createJiti } = await import(${JSON.stringify(jiti)});
      const { createScratch } = await createJiti(${JSON.stringify(import.meta.url)}, { fsCache: false }).import(${JSON.stringify(new URL('scratch.ts', import.meta.url).href)});
      const { existsSync } = await import('node:fs');
      const scratch = createScratch();
      if (!existsSync(await scratch.folder())) process.exit(9);
      ${ending}`;
    const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      env: { ...process.env, TMPDIR: home },
    });
    expect(signal ?? status).toBe(expected);
    expect(readdirSync(home)).toEqual([]);
  });
});

test('a folder that is lent is gone afterwards, also where its work fails', async () => {
  const lent: string[] = [];
  const fails = inFolder('purpose', async (folder) => {
    writeFileSync(join(folder, 'x'), '');
    lent.push(folder);
    throw new Error('of the work');
  });
  await expect(fails).rejects.toThrow('of the work');
  expect(lent.map((folder) => [/launchway-purpose-/.test(folder), existsSync(folder)])).toEqual([
    [true, false],
  ]);
});

describe('writing', () => {
  test('makes the folders it needs and leaves nothing beside the file', async () => {
    const folder = await files.scratch();
    await files.write(join(folder, 'a/b/c.txt'), 'ü');
    await files.write(join(folder, 'a/b/c.txt'), Buffer.from([0, 255]));
    expect([...readFileSync(join(folder, 'a/b/c.txt'))]).toEqual([0, 255]);
    expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.txt']);
  });

  test('keeps the mode of a file, whatever new files are to have', async () => {
    const folder = await files.scratch();
    writeFileSync(join(folder, 'shared.json'), 'old');
    chmodSync(join(folder, 'shared.json'), 0o664);
    const before = process.umask(0o077);
    try {
      await files.write(join(folder, 'shared.json'), 'new');
    } finally {
      process.umask(before);
    }
    expect(statSync(join(folder, 'shared.json')).mode & 0o777).toBe(0o664);
  });

  test('keeps the mode of a file', async () => {
    const folder = await files.scratch();
    writeFileSync(join(folder, 'run.sh'), 'old', { mode: 0o755 });
    await files.write(join(folder, 'run.sh'), 'new');
    expect(statSync(join(folder, 'run.sh')).mode & 0o777).toBe(0o755);
  });

  test('makes a program of a file, new or not', async () => {
    const folder = await files.scratch();
    writeFileSync(join(folder, 'old'), 'old', { mode: 0o640 });
    await files.write(join(folder, 'old'), 'new', { executable: true });
    await files.write(join(folder, 'tool'), 'new', { executable: true });
    expect(statSync(join(folder, 'old')).mode & 0o777).toBe(0o751);
    expect(statSync(join(folder, 'tool')).mode & 0o100).toBe(0o100);
  });

  test('replaces a link and does not write through it', async () => {
    const folder = await files.scratch();
    writeFileSync(join(outside, 'x'), 'precious');
    symlinkSync(join(outside, 'x'), join(folder, 'x'));
    await files.write(join(folder, 'x'), 'new');
    expect([readFileSync(join(outside, 'x'), 'utf8'), readFileSync(join(folder, 'x'), 'utf8')]).toEqual([
      'precious',
      'new',
    ]);
  });

  test('is allowed below a folder that was opened, such as a checkout', async () => {
    const checkout = join(outside, 'checkout');
    mkdirSync(checkout);
    files.open(checkout);
    await files.write(join(checkout, 'x'), 'yes');
    expect(readFileSync(join(checkout, 'x'), 'utf8')).toBe('yes');
  });

  test.each([
    ['an absolute path elsewhere', () => join(outside, 'x')],
    ['a way out by ..', (folder: string) => `${folder}/../../../${outside}/x`],
    ['a relative path', () => 'x'],
    ['the folder itself', (folder: string) => folder],
    ['a neighbour whose name begins the same', (folder: string) => `${folder}-x/x`],
    ['a way out by a link', (folder: string) => join(folder, 'link/deep/x')],
  ])('is refused to %s', async (_, target) => {
    const folder = await files.scratch();
    symlinkSync(outside, join(folder, 'link'));
    await expect(files.write(target(folder), 'no')).rejects.toThrow('so it is not written');
    expect(existsSync(join(outside, 'x'))).toBe(false);
    expect(existsSync(join(outside, 'deep'))).toBe(false);
  });
});

test('a file that is replaced is rid of what a process that was killed has left beside it, and of nothing else', async () => {
  const folder = mkdtempSync(join(outside, 'replaced-'));
  const file = join(folder, 'Chart.yaml');
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  const left = `.Chart.yaml.${gone}-0123456789ab`;
  const others = [
    `.Chart.yaml.${process.pid}-0123456789ab`,
    `.values.yaml.${gone}-0123456789ab`,
    '.Chart.yaml.bak',
    'Chart.yaml',
  ];
  for (const name of [left, ...others]) writeFileSync(join(folder, name), 'old');
  await replaceFiles([{ file, content: 'new' }]);
  expect(readdirSync(folder).sort()).toEqual(others.sort());
  expect(readFileSync(file, 'utf8')).toBe('new');
});
