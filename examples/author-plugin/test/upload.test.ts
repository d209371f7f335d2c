import { track } from '@launchway/core';
import { conforms, type Scenario, survives } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { upload } from '../src/index.ts';
import { startStore } from './store.ts';

const token = 'store-token-8203';

const scenario: Scenario = {
  plugins: ({ targets }) => [
    track({ name: 'menu', pins: ['menu.json'], paths: ['dishes/**'] }),
    upload({
      file: 'menu.json',
      track: 'menu',
      to: `${targets?.addresses?.['store']}/menus/{version}.json`,
      token: 'STORE_TOKEN',
    }),
  ],
  files: { 'menu.json': '{ "version": "2.7.1" }\n', 'dishes/soup.md': 'Leek.\n' },
  commits: [{ message: 'feat: a second soup', files: { 'dishes/soup.md': 'Leek. Carrot.\n' } }],
  targets: () => startStore(token),
  secrets: [token],
};

// A trial is dozens of releases: they take longer than the five seconds that vitest gives a test.
const patience = { timeout: 300_000 };

test('upload keeps every promise of a plugin', patience, async () => {
  const findings = await conforms(scenario);
  expect(findings.every(({ kept }) => kept)).toBe(true);
});

test('upload survives a server that fails, a full disk and a clock that jumps', patience, async () => {
  const { points, tried, struck } = await survives(scenario, { sample: 12 });
  expect(points.map(({ name }) => name)).toContain('PUT /menus/2.8.0.json');
  expect([tried, struck]).toEqual([12, 12]);
});

test('an option that does not exist is told, with the nearest one that does', () => {
  const misspelt = { file: 'menu.json', track: 'menu', too: 'https://store.example/{version}', token: 'T' };
  const { problems } = upload(misspelt as never);
  expect(problems?.map(({ code }) => code)).toEqual(['CONFIG_UNKNOWN_KEY', 'CONFIG_MISSING_KEY']);
  expect(problems?.[0]?.fix).toContain('Did you mean "to"?');
});
