import { expect, it } from 'vitest';
import { Uncommitted } from './uncommitted.ts';

function watched(dirty: readonly string[]) {
  const asked: (readonly string[])[] = [];
  const ask = async (paths: readonly string[]): Promise<readonly string[]> => {
    asked.push(paths);
    return dirty.filter((path) => paths.includes(path));
  };
  return { asked, ask };
}

it('asks once for the likely files, and once more for others', async () => {
  const { asked, ask } = watched(['charts/Chart.yaml', 'CHANGES.md', 'other.txt']);
  const uncommitted = new Uncommitted(ask, ['charts/Chart.yaml', 'package.json', 'package.json']);
  uncommitted.begin();
  expect(await uncommitted.among(['CHANGES.md', 'charts/Chart.yaml', 'package.json'])).toEqual([
    'CHANGES.md',
    'charts/Chart.yaml',
  ]);
  expect(asked).toEqual([['charts/Chart.yaml', 'package.json'], ['CHANGES.md']]);
});

it('keeps a failure for whoever asks', async () => {
  const uncommitted = new Uncommitted(() => Promise.reject(new Error('git is gone')), ['package.json']);
  uncommitted.begin();
  await expect(uncommitted.among(['package.json'])).rejects.toThrow('git is gone');
});
