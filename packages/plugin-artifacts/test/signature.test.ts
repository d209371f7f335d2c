import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compiled, lacks, worldOfTest, shelved } from './world.fixture.ts';

describe.skipIf(lacks('gpg'))('a signature of the checksums', () => {
  // The socket of gpg's agent wants a short path.
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  const gpg = (...args: string[]) =>
    spawnSync('gpg', ['--homedir', home, '--batch', ...args], { encoding: 'utf8' });
  beforeAll(() => {
    chmodSync(home, 0o700);
    gpg('--passphrase', '', '--quick-generate-key', 'Tools <tools@example.com>', 'ed25519');
  });
  afterAll(() => void spawnSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']));

  test('is offered with them, and gpg finds it good', async () => {
    const { offer, shelf } = await worldOfTest();
    const options = { ...compiled, targets: ['linux/arm64'], sign: { key: 'tools@example.com', home } };
    expect(await offer(options)).toMatchObject({ outcome: 'released', codes: [] });
    expect(Object.keys(shelved(shelf))).toContain('sheep_3.2.0_checksums.txt.asc');
    const list = join(shelf, 'sheep_3.2.0_checksums.txt');
    expect(gpg('--verify', `${list}.asc`, list)).toMatchObject({
      status: 0,
      stderr: expect.stringContaining('Good signature'),
    });
    // It is made anew with every run, and what is there is done.
    expect(await offer(options)).toMatchObject({ outcome: 'complete' });
  });

  test('is refused before anything is pushed where there is no key', async () => {
    const { offer, repository } = await worldOfTest();
    const before = await repository.snapshot();
    const options = { ...compiled, targets: ['linux/arm64'], sign: { key: 'nobody@example.com', home } };
    expect(await offer(options)).toMatchObject({ outcome: 'refused', codes: ['SIGNING_KEY_MISSING'] });
    expect((await repository.snapshot()).remote).toEqual(before.remote);
  });
});
