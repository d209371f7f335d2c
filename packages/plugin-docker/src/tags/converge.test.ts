import * as fc from 'fast-check';
import compare from 'semver/functions/compare.js';
import { expect, test } from 'vitest';
import { repairs } from './converge.ts';
import { decideTags, usualTags } from './floating.ts';

/** A registry that only knows single reads and writes, as they all do. */
type Registry = Map<string, string>;

const list = (registry: Registry) => [...registry].map(([tag, digest]) => ({ tag, digest }));
const digestOf = (version: string): string => `sha256:${version}`;

/** One release, as a sequence of single requests; between any two of them another release may do its own. */
function* release(version: string, registry: Registry): Generator<void, void> {
  const existing = list(registry);
  yield;
  registry.set(version, digestOf(version));
  const moved = usualTags(version).filter(
    ({ line }, index) =>
      line !== 'exact' &&
      decideTags({ version, existing, requested: usualTags(version) })[index]?.action !== 'hold',
  );
  for (const { name } of moved) {
    yield;
    registry.set(name, digestOf(version));
  }
  for (;;) {
    yield;
    const wrong = repairs(version, moved, list(registry));
    if (wrong.length === 0) return;
    for (const { tag, digest } of wrong) {
      yield;
      registry.set(tag, digest);
    }
  }
}

/** Lets releases take turns: each number says whose request is next. */
function interleave(versions: readonly string[], turns: readonly number[], registry: Registry): void {
  const running = versions.map((version) => release(version, registry));
  const order = turns[Symbol.iterator]();
  while (running.length > 0) {
    const turn = (order.next().value ?? 0) % running.length;
    if (running[turn]?.next().done) running.splice(turn, 1);
  }
}

const version = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 }))
  .map((parts) => parts.join('.'));
const history = fc.uniqueArray(version, { maxLength: 3 });
const turns = fc.array(fc.nat(60), { maxLength: 60 });

const highest = (versions: readonly string[]): string => [...versions].sort(compare).at(-1) ?? '';

test.each([2, 3])(
  '%i releases at once leave each floating tag with the highest version of its line',
  (count) => {
    fc.assert(
      fc.property(
        history,
        fc.uniqueArray(version, { minLength: count, maxLength: count }),
        turns,
        (before, versions, order) => {
          const registry: Registry = new Map();
          for (const each of before) interleave([each], [], registry);
          interleave(versions, order, registry);
          const all = [...new Set([...before, ...versions])];
          const lines = [...registry.keys()].filter((tag) => !all.includes(tag));
          expect(lines).toContain('latest');
          for (const line of lines) {
            const members = line === 'latest' ? all : all.filter((each) => each.startsWith(`${line}.`));
            expect([line, registry.get(line)]).toEqual([line, digestOf(highest(members))]);
          }
        },
      ),
      { numRuns: 600 },
    );
  },
);

test('releases in any order end with latest at the highest stable version', () => {
  fc.assert(
    fc.property(fc.uniqueArray(version, { minLength: 1, maxLength: 8 }), (versions) => {
      const registry: Registry = new Map();
      for (const each of versions) interleave([each], [], registry);
      expect(registry.get('latest')).toBe(digestOf(highest(versions)));
    }),
    { numRuns: 100 },
  );
});

test('a tag that names a lower version is given to the highest, by its exact tag', () => {
  const listed = [
    { tag: '1.2.8', digest: 'sha256:a' },
    { tag: 'v1.2.9', digest: 'sha256:b' },
    { tag: 'latest', digest: 'sha256:a' },
  ];
  expect(repairs('1.2.8', usualTags('1.2.8').slice(3), listed)).toEqual([
    { tag: 'latest', version: '1.2.9', digest: 'sha256:b' },
  ]);
});
