import type { Effects } from '@launchway/core';
import { startRegistry } from '@launchway/sandbox';
import * as fc from 'fast-check';
import compare from 'semver/functions/compare.js';
import { expect, test } from 'vitest';
import { testPort, type TestPort } from '../../../oci/test/port.ts';
import { publish } from '../../test/release.fixture.ts';

/** Lets the requests of several releases through one at a time, in an order of the test's choosing. */
function turnstile(count: number, order: readonly number[]) {
  const waiting = Array.from({ length: count }, (): (() => void)[] => []);
  const ended = new Set<number>();
  let under = false;
  let turn = 0;

  const next = (): void => {
    const open = waiting.flatMap((_, who) => (ended.has(who) ? [] : [who]));
    if (under || open.length === 0 || open.some((who) => waiting[who]?.length === 0)) return;
    const who = open[(order[turn++] ?? 0) % open.length] ?? 0;
    under = true;
    waiting[who]?.shift()?.();
  };
  return {
    /** Holds a request back until it is its turn. */
    through: async <T>(who: number, send: () => Promise<T>): Promise<T> => {
      await new Promise<void>((resolve) => {
        waiting[who]?.push(resolve);
        setImmediate(next);
      });
      return send().finally(() => {
        under = false;
        setImmediate(next);
      });
    },
    leave: (who: number): void => {
      ended.add(who);
      setImmediate(next);
    },
  };
}

/** A port of which each request waits for its turn. */
function queued(who: number, { through }: ReturnType<typeof turnstile>): TestPort {
  const port = testPort();
  const wait =
    <R, T>(send: (request: R) => Promise<T>) =>
    (request: R) =>
      through(who, () => send(request));
  const reads = { ...port.reads, get: wait(port.reads.get) };
  const effects: Effects = { ...port.effects, get: wait(port.effects.get), send: wait(port.effects.send) };
  return { ...port, reads, effects };
}

const version = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 0, max: 1 }), fc.integer({ min: 0, max: 3 }))
  .map((parts) => parts.join('.'));

test('two releases at once, however their requests fall, leave each floating tag with the highest version', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(version, { minLength: 2, maxLength: 2 }),
      fc.array(fc.nat(1), { maxLength: 60 }),
      async (versions, order) => {
        const registry = await startRegistry();
        const turns = turnstile(versions.length, order);
        const images = versions.map((each) => registry.push('acme/api', each));
        const ended = await Promise.all(
          versions.map(async (each, who) => {
            const port = queued(who, turns);
            const options = { image: `${registry.host}/acme/api`, from: images[who] ?? '' };
            const { outcome } = await publish(options, { version: each, port });
            turns.leave(who);
            return outcome;
          }),
        );
        const tags = registry.tags('acme/api');
        await registry.close();
        expect(ended).toEqual(['resumed', 'resumed']);
        const highest = (members: readonly string[]) =>
          images[versions.indexOf([...members].sort(compare).at(-1) ?? '')];
        for (const [tag, digest] of Object.entries(tags)) {
          const members = versions.filter((each) => tag === 'latest' || `${each}.`.startsWith(`${tag}.`));
          expect([tag, digest]).toEqual([tag, highest(members)]);
        }
      },
    ),
    { numRuns: 40 },
  );
});
