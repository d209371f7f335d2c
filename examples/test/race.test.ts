import { afterEach, expect, test } from 'vitest';
import { isBuilt } from './faults.fixture.ts';
import { type Course, type Finish, openCourse, type Seen } from './race.fixture.ts';

const open: Course[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((course) => course.close()));
});

async function course(): Promise<Course> {
  const opened = await openCourse('github');
  open.push(opened);
  return opened;
}

const all = process.env['LAUNCHWAY_ALL'] === '1';
const long = process.env['LAUNCHWAY_FAULTS'] === 'ci' || all;
const timeout = 1_200_000;

/** Nobody failed: a racer released, found it done, completed it with others, or lost with exit code 3. */
function fair(ended: readonly Finish[]): void {
  for (const { code, outcome, said } of ended) {
    expect(outcome, said).toBeOneOf(['released', 'resumed', 'complete', 'lost']);
    expect(code, said).toBe(outcome === 'lost' ? 3 : 0);
  }
}

const versionsOf = ({ refs }: Seen): readonly string[] =>
  Object.keys(refs).flatMap((ref) => /^refs\/tags\/v(.*)$/.exec(ref)?.[1] ?? []);

test.skipIf(!isBuilt).each([2, ...(long ? [5, 20] : []), ...(all ? [50] : [])])(
  '%i processes that release the same commit make one release of every target',
  { timeout },
  async (count) => {
    const { repository, job, release, seen } = await course();
    const head = await repository.git('rev-parse', 'HEAD');
    const racers = await Promise.all(Array.from({ length: count }, () => job(head)));
    const ended = await Promise.all(racers.map(release));
    fair(ended);
    expect(ended.map(({ outcome }) => outcome)).toContain('released');
    // Who lost at the commit point has not helped the others; who won has seen to all of it.
    const { history, targets, ...after } = await seen();
    expect(history.filter((subject) => subject.startsWith('chore(release)'))).toHaveLength(1);
    expect(versionsOf({ history, targets, ...after })).toEqual(['0.2.27']);
    expect(Object.keys(targets.images).filter((tag) => !tag.startsWith('sha-'))).toEqual([
      '0.2',
      '0.2.27',
      'latest',
    ]);
    expect(new Set(Object.values(targets.images)).size).toBe(1);
    expect(Object.keys(targets.charts)).toEqual(['0.2.27']);
    expect(targets.shared.map(([version]) => version)).toEqual(['0.4.2']);
    expect(targets.writers.trim().split('\n')).toEqual(['chore: publish harbour chart v0.2.27']);
    expect((await release(await job(head))).outcome).toBe('complete');
  },
);

test
  .skipIf(!isBuilt)
  .each<readonly [commits: number, each: number]>([[2, 1], ...(long ? [[4, 5] as const] : [])])(
  '%i commits that are pushed one after the other, each released by %i processes, give a row of versions without a gap',
  { timeout },
  async (commits, each) => {
    const { repository, change, job, release, seen } = await course();
    const running = [release(await job(await repository.git('rev-parse', 'HEAD')))];
    for (let number = 1; number <= commits; number += 1) {
      const commit = await change(`change ${number}`);
      for (let racer = 0; racer < each; racer += 1) running.push(release(await job(commit)));
    }
    fair(await Promise.all(running));
    await release(await job(await repository.git('--git-dir', repository.remote, 'rev-parse', 'main')));

    const after = await seen();
    const released = versionsOf(after).map((version) => Number(version.split('.')[2]));
    expect(released.toSorted((a, b) => a - b)).toEqual(released.map((_, index) => 27 + index));
    const highest = `0.2.${Math.max(...released)}`;
    const { images, charts, catalogue, writers } = after.targets;
    expect(images).toMatchObject({ latest: images[highest], '0.2': images[highest] });
    expect(Object.keys(charts)).toEqual(versionsOf(after));
    for (const version of versionsOf(after)) {
      expect(images).toHaveProperty([version]);
      expect(catalogue).toContain(`charts/harbour/${version}/Chart.yaml`);
      expect(writers.split(`harbour chart v${version}\n`)).toHaveLength(2);
    }
  },
);
