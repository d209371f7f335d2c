import { readFileSync } from 'node:fs';
import { readPin, type Pin } from '@launchway/core';
import { expect, test } from 'vitest';
import { loadConfig } from '../../packages/core/src/config/load.ts';

test('Launchway releases itself: each package has one version, wherever it is written', async () => {
  const { flows } = await loadConfig(process.cwd());
  const tracks = flows.flatMap(({ plugins }) => plugins).flatMap((plugin) => plugin.tracks ?? []);
  expect(tracks.map(({ name }) => name)).toContain('plugin-chart');
  for (const { name, pins } of tracks) {
    const versions = await Promise.all(
      pins.map(async (pin) => (await valueOf(pin)) ?? `nothing in ${pin.file}`),
    );
    expect(new Set(versions).size, `${name}: ${versions.join(', ')}`).toBe(1);
  }
});

async function valueOf(pin: Pin): Promise<string | undefined> {
  return (await readPin(readFileSync(pin.file, 'utf8'), pin)).value;
}
