import { afterEach, expect, test } from 'vitest';
import { isBuilt } from './faults.fixture.ts';
import { type Course, type Finish, openCourse, type Seen } from './race.fixture.ts';
import type { FlowName } from './reference.fixture.ts';

const open: Course[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((course) => course.close()));
});

async function course(flow: FlowName): Promise<Course> {
  const opened = await openCourse(flow);
  open.push(opened);
  return opened;
}

/** All that is there, line by line, but for what goes by the second in which the release commit was made. */
const shapeOf = (seen: Seen): readonly string[] =>
  JSON.stringify(seen, undefined, 1)
    .replaceAll(/\b[0-9a-f]{7,64}\b/g, '<hash>')
    .replaceAll(/"size": \d+/g, '"size"')
    .split('\n');

const worlds = new Map<FlowName, Promise<readonly string[]>>();

/** What is there after a release that nobody else has come near. */
function undisturbed(flow: FlowName): Promise<readonly string[]> {
  const world = worlds.get(flow) ?? releaseAlone(flow);
  worlds.set(flow, world);
  return world;
}

async function releaseAlone(flow: FlowName): Promise<readonly string[]> {
  const { repository, job, release, seen } = await course(flow);
  expect((await release(await job(await repository.git('rev-parse', 'HEAD')))).outcome).toBe('released');
  return shapeOf(await seen());
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

test.skipIf(!isBuilt).each<readonly [FlowName, number]>([
  ['github', 2],
  ['gitlab', 2],
  ...(long
    ? ([
        ['github', 5],
        ['github', 20],
        ['gitlab', 5],
      ] as const)
    : []),
  ...(all
    ? ([
        ['github', 50],
        ['gitlab', 20],
        ['gitlab', 50],
      ] as const)
    : []),
])(
  '%s: of %i processes that release the same commit comes what one of them would have made',
  { timeout },
  async (flow, count) => {
    const { repository, job, release, seen } = await course(flow);
    const head = await repository.git('rev-parse', 'HEAD');
    const racers = await Promise.all(Array.from({ length: count }, () => job(head)));
    const ended = await Promise.all(racers.map(release));
    fair(ended);
    expect(ended.map(({ outcome }) => outcome)).toContain('released');
    expect(shapeOf(await seen())).toEqual(await undisturbed(flow));
    expect((await release(await job(head))).outcome).toBe('complete');
  },
);

/** Where the first run stands still while a second one publishes all that is left. */
const moments: readonly (readonly [FlowName, 'release' | 'publish', RegExp])[] = [
  ['gitlab', 'release', /^PUT .*packages\/generic/],
  ...(long ? ([['github', 'publish', /^POST .*\/releases$/]] as const) : []),
  ...(all
    ? ([
        ['gitlab', 'release', /^GET .*package_type=generic/],
        ['gitlab', 'publish', /^POST .*\/releases$/],
        ['gitlab', 'release', /^POST .*packages\/helm/],
        ['github', 'release', /^POST .*\/releases\/\d+\/assets$/],
        ['github', 'publish', /^PATCH /],
        ['github', 'release', /^GET .*\/releases\/tags/],
      ] as const)
    : []),
];

test.skipIf(!isBuilt).each(moments)(
  '%s: `%s` of a second job, begun and done while the first stands at %s, doubles nothing',
  { timeout },
  async (flow, second, moment) => {
    const { repository, job, release, publish, standing, seen } = await course(flow);
    const head = await repository.git('rev-parse', 'HEAD');
    const goOn = await standing(await job(head), moment);
    const other = second === 'release' ? release(await job(head)) : publish(await job('v0.2.27'), 'v0.2.27');
    fair([await other, await goOn()]);
    expect(shapeOf(await seen())).toEqual(await undisturbed(flow));
  },
);

test
  .skipIf(!isBuilt)
  .each<readonly [commits: number, each: number]>([[2, 1], ...(long ? [[4, 5] as const] : [])])(
  '%i commits that are pushed one after the other, each released by %i processes, give a row of versions without a gap',
  { timeout },
  async (commits, each) => {
    const { repository, change, job, release, seen } = await course('github');
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
