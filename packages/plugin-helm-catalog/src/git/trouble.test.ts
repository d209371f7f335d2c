import { expect, test } from 'vitest';
import type { Clone } from './clone.ts';
import { troubleWith } from './trouble.ts';

test.each([
  ['', 'it said nothing'],
  ['fatal: bad object 7\nhint: a\nhint: b\nhint: c\n', 'fatal: bad object 7; hint: a; hint: b'],
])('what git said of a catalogue is told in short, and that it said nothing as well: %j', (stderr, words) => {
  const clone = { url: 'https://bot:s3cret@git.example/charts.git' } as Clone;
  expect(troubleWith(clone, { exitCode: 129, stdout: '', stderr }).message).toBe(
    `Git could not work with the catalogue https://git.example/charts.git (exit code 129): ${words}`,
  );
});
