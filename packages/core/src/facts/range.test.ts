import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoggedCommit } from '../effects/git/reading/log.ts';
import { History } from './history.ts';
import { readRange } from './range.ts';

/** By place, oldest first: the places of a commit's parents. */
type Parents = readonly (readonly number[])[];

const sha = (place: number) => `c${place}`;

const commit = (place: number, parents: readonly number[]): LoggedCommit => ({
  sha: sha(place),
  parents: parents.map(sha),
  author: { name: '', email: '' },
  date: '',
  message: '',
  paths: [],
  lines: [],
});

/** The commits a history leads to, itself among them. */
function ancestors(parents: Parents, of: number): ReadonlySet<number> {
  const found = new Set<number>();
  const open = [of];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (found.has(place)) continue;
    found.add(place);
    open.push(...(parents[place] ?? []));
  }
  return found;
}

/** Lists a history as git does, newest first unless told, and counts what is asked for. */
function historyOf(parents: Parents, order?: readonly number[]) {
  const head = parents.length - 1;
  const shown = order ?? [...ancestors(parents, head)].sort((left, right) => right - left);
  const read: number[] = [];
  async function* log() {
    for (const place of shown) {
      read.push(place);
      yield [commit(place, parents[place] ?? [])];
    }
  }
  return { history: new History(sha(head), log()), shown, read };
}

const linear = (length: number): Parents =>
  Array.from({ length }, (_, place) => (place === 0 ? [] : [place - 1]));

/** A commit's first parent is near, as on branches; some are merges, and some begin a history of their own. */
const histories = fc
  .array(fc.tuple(fc.nat(5), fc.option(fc.nat(40), { nil: undefined })), { minLength: 2, maxLength: 60 })
  .map(
    (steps): Parents =>
      steps.map(([near, other], place) => {
        const [first, second] = [place - 1 - near, other === undefined ? -1 : place - 1 - other];
        return [...new Set([first, second])].filter((parent) => parent >= 0);
      }),
  );

describe('a range', () => {
  it('holds every commit that is unreleased since some baseline, however branches cross', async () => {
    const cases = fc.tuple(histories, fc.array(fc.nat(1000), { minLength: 1, maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(cases, async ([parents, chosen]) => {
        const { history, shown } = historyOf(parents);
        const baselines = chosen.map((number) => shown[number % shown.length] ?? 0);
        const { commits, released } = await readRange(history, baselines.map(sha));
        for (const baseline of baselines) {
          const marks = released.get(sha(baseline));
          const unreleased = commits.filter((_, place) => marks?.[place] !== 1).map((one) => one.sha);
          const behind = ancestors(parents, baseline);
          expect(unreleased).toEqual(shown.filter((place) => !behind.has(place)).map(sha));
        }
      }),
    );
  });

  it.each([
    ['all other commits', [38]],
    ['the first commit, to which there is a shorter way', [38, 0]],
  ])(
    'holds nothing released where wrong clocks put the way from the baseline behind %s',
    async (_, before) => {
      const parents: Parents = [...linear(39), before, [1], [39, 40]];
      const way = Array.from({ length: 37 }, (_, index) => 38 - index);
      const { history } = historyOf(parents, [41, 40, 39, 1, 0, ...way]);
      const { commits, released } = await readRange(history, [sha(39)]);
      const marks = released.get(sha(39));
      const unreleased = commits.filter((_, place) => marks?.[place] !== 1);
      expect(unreleased.map((one) => one.sha)).toEqual([sha(41), sha(40)]);
    },
  );

  it('is not read far past the oldest baseline', async () => {
    const { history, read } = historyOf(linear(5000));
    const { commits } = await readRange(history, [sha(4950), sha(4900)]);
    expect(commits.length).toBeGreaterThanOrEqual(99);
    expect(read.length).toBeLessThan(150);
  });

  it('is the whole history where a track was never released', async () => {
    const { history } = historyOf(linear(300));
    expect((await readRange(history, [sha(290), undefined])).commits).toHaveLength(300);
  });
});
