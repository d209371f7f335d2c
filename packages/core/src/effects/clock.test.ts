import { expect, test } from 'vitest';
import { createClock } from './clock.ts';

test('time stands where LAUNCHWAY_NOW says, and moves by what is slept', async () => {
  const clock = createClock({ LAUNCHWAY_NOW: '2026-03-01T12:00:00Z' });
  await clock.sleep(5);
  expect(new Date(clock.now()).toISOString()).toBe('2026-03-01T12:00:00.005Z');
});

test('without it, time is the time', () => {
  expect(Math.abs(createClock({ LAUNCHWAY_NOW: 'nonsense' }).now() - Date.now())).toBeLessThan(60_000);
});

test('an interruption cuts a sleep short, and forbids another', async () => {
  const run = new AbortController();
  const clock = createClock({}, run.signal);
  const sleeping = clock.sleep(60_000);
  run.abort();
  await expect(sleeping).rejects.toThrow('interrupted');
  await expect(clock.sleep(1)).rejects.toThrow('interrupted');
});
