import { expect, test } from 'vitest';
import { schedule, type Task } from './schedule.ts';

const task = (id: string, ...needs: readonly string[]): Task => ({ id, needs });

async function trace(tasks: readonly Task[], failing: readonly string[] = [], limit = 4) {
  const log: string[] = [];
  let active = 0;
  let most = 0;
  await schedule(
    tasks,
    limit,
    async ({ id }) => {
      most = Math.max(most, ++active);
      await new Promise((resolve) => setImmediate(resolve));
      active--;
      log.push(id);
      return !failing.includes(id);
    },
    ({ id }, need) => log.push(`${id} skipped for ${need}`),
  );
  return { log, most };
}

test('runs each task after those it needs, also when they come later in the list', async () => {
  const { log } = await trace([task('c', 'b'), task('b', 'a'), task('a')]);
  expect(log).toEqual(['a', 'b', 'c']);
});

test('runs independent tasks at once, up to the limit', async () => {
  const tasks = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => task(id));
  expect((await trace(tasks, [], 3)).most).toBe(3);
  expect((await trace(tasks, [], 9)).most).toBe(6);
});

test('skips what needs a failed task, all the way, and runs the rest', async () => {
  const { log } = await trace(
    [task('bad'), task('child', 'bad'), task('grandchild', 'child'), task('other')],
    ['bad'],
  );
  expect(log.toSorted()).toEqual(['bad', 'child skipped for bad', 'grandchild skipped for child', 'other']);
});

test('takes needs outside the list as met, and ends with an empty list', async () => {
  expect((await trace([task('a', 'elsewhere')])).log).toEqual(['a']);
  expect((await trace([])).log).toEqual([]);
});
