import gt from 'semver/functions/gt.js';
import { afterAll, expect, it } from 'vitest';
import { all, type Clone, cleanUp, notes, type PlanOrReport, reference } from './world.fixture.ts';

afterAll(cleanUp);

/** A small generator with a seed, so that a history that fails can be made again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const files = [
  'plugins/plugin-proxy/plugin.ts',
  'apps/runtime/src/server.js',
  'charts/values.yaml',
  'packages/shared/src/mod.ts',
  'README.md',
  'plugins/plugin-auth/manifest.yaml',
];
const messages = [
  'fix: a',
  'feat(x): b',
  'chore: c',
  'feat!: d',
  'docs: e',
  'no type',
  '',
  'Merge pull request #1',
  'fix: f\n\nBREAKING CHANGE: g',
];

/** One thing that happens in a repository of this shape: mostly a change, at times a bump by hand, tagged or not, or a merge. */
async function happening(clone: Clone, roll: (sides: number) => number, number: number): Promise<void> {
  const file = files[roll(files.length)] ?? '';
  const message = messages[roll(messages.length)] ?? '';
  const what = roll(10);
  if (what === 0) {
    const flags =
      [
        ['--chart=patch'],
        ['--chart=minor', '--app=patch'],
        ['--chart=patch', '--tag', '--no-push'],
        ['--shared=patch'],
      ][roll(4)] ?? [];
    notes(clone);
    await clone.commit('docs: notes');
    await clone.release(['bump', ...flags]);
  } else if (what === 1) {
    await clone.git('switch', '-q', '-c', `topic-${number}`);
    await clone.change(message, file);
    await clone.git('switch', '-q', 'main');
    await clone.git('merge', '-q', '--no-ff', '-m', `Merge topic-${number}`, `topic-${number}`);
    if (roll(2) === 0) await clone.git('tag', '-a', `other-${number}`, '-m', 'another');
  } else await clone.change(message, file);
}

it.each(all ? [1, 2, 3, 4] : [1])(
  'every commit of a history can be planned, and its versions are consistent (seed %i)',
  async (seed) => {
    const clone = await reference();
    const roll = dice(seed);
    for (let number = 0; number < (all ? 300 : 40); number++) await happening(clone, roll, number);
    const commits = (await clone.git('rev-list', '--reverse', '--first-parent', 'main')).split('\n');
    const copy = await reference();
    await copy.git('fetch', '-q', clone.path, 'main', '+refs/tags/*:refs/tags/*');
    for (const commit of commits.slice(1)) {
      await copy.git('checkout', '-q', '--detach', commit);
      const { code, stdout, stderr } = await copy.release(['plan', '--json'], {
        GITHUB_ACTIONS: 'true',
        GITHUB_REF: 'refs/heads/main',
      });
      expect(stderr, commit).not.toContain('UNEXPECTED');
      const plan = JSON.parse(stdout) as PlanOrReport;
      const codes = plan.problems
        .filter(({ severity }) => severity === 'error')
        .map((problem) => problem.code);
      expect(code, `${commit}: ${stdout.slice(0, 500)}`).toBe(codes.length === 0 ? 0 : 2);
      expect(codes.filter((found) => found !== 'NOTES_STALE')).toEqual([]);
      for (const { current, next } of Object.values(plan.tracks))
        if (next !== null) expect(gt(next, current), `${commit} ${next} > ${current}`).toBe(true);
      if (plan.outcome === 'release' && plan.tracks['app']?.next)
        expect(plan.tags).toEqual([`v${plan.tracks['chart']?.next ?? ''}`]);
    }
  },
  900_000,
);
