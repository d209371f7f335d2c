import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRepository } from './repository.ts';
import { makeRepository, run } from './repository.fixture.ts';

const text = 'version: 0.3.0\n';
const chart = 'charts/Chart.yaml';

/** Which of the paths git calls changed once something was done to a clean checkout. */
async function changedBy(
  act: (folder: string, git: (...args: string[]) => string) => void,
  paths: readonly string[] = [chart],
): Promise<readonly string[]> {
  const { path } = makeRepository([{ files: { [chart]: text, 'app/package.json': '{}' } }]);
  act(path, (...args) => run(path, args));
  const repository = await openRepository(path);
  try {
    return await repository.dirty(paths);
  } finally {
    repository.close();
  }
}

it('has nothing to say of files that are as they were committed, however they were touched', async () => {
  const touched = (folder: string) => writeFileSync(join(folder, chart), text);
  expect(await changedBy(touched, [chart, 'app/package.json', 'not/there.md'])).toEqual([]);
});

it('leaves line ends to git', async () => {
  const converted = (folder: string, git: (...args: string[]) => string) => {
    git('config', 'core.autocrlf', 'true');
    writeFileSync(join(folder, chart), text.replace('\n', '\r\n'));
    git('add', chart);
  };
  expect(await changedBy(converted)).toEqual([]);
});

it.each<[string, (folder: string, git: (...args: string[]) => string) => void]>([
  ['is written anew', (folder) => writeFileSync(join(folder, chart), 'version: 0.4.0\n')],
  [
    'is staged, though the file is as it was',
    (folder, git) => {
      writeFileSync(join(folder, chart), 'version: 0.4.0\n');
      git('add', chart);
      writeFileSync(join(folder, chart), text);
    },
  ],
  ['is gone', (folder) => rmSync(join(folder, chart))],
  ['is no longer tracked', (_, git) => git('rm', '-q', '--cached', chart)],
  ['can be executed now', (folder) => chmodSync(join(folder, chart), 0o755)],
  [
    'is a link to a file that says the same',
    (folder) => {
      renameSync(join(folder, chart), join(folder, 'same.yaml'));
      symlinkSync('../same.yaml', join(folder, chart));
    },
  ],
  [
    'lies behind a link to a folder',
    (folder) => {
      renameSync(join(folder, 'charts'), join(folder, 'moved'));
      symlinkSync('moved', join(folder, 'charts'));
    },
  ],
  [
    'is a folder',
    (folder) => {
      rmSync(join(folder, chart));
      mkdirSync(join(folder, chart));
      writeFileSync(join(folder, chart, 'new'), '');
    },
  ],
])('tells of a file that %s', async (_, act) => {
  expect((await changedBy(act)).some((path) => path.startsWith(chart))).toBe(true);
});

it('asks git of many files at once', async () => {
  const many = Array.from({ length: 30 }, (_, index) => `new/${index}.txt`);
  const wrote = (folder: string) => {
    mkdirSync(join(folder, 'new'));
    writeFileSync(join(folder, 'new/7.txt'), '');
  };
  expect(await changedBy(wrote, [chart, ...many])).toEqual(['new/7.txt']);
});
