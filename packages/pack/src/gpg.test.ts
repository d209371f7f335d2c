import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReleaseError } from '@launchway/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks, temporary } from './archives.fixture.ts';
import { keyProblems, signerOf, type SignerInput, signText } from './gpg.ts';

interface Options {
  readonly env?: Readonly<Record<string, unknown>>;
  readonly input?: string | Uint8Array;
  readonly exitCodes?: readonly number[] | 'any';
}

/** Runs commands as the core does: an exit code that is not expected is an error. */
async function exec(argv: readonly string[], { env, input, exitCodes = [0] }: Options = {}) {
  const [program = '', ...rest] = argv;
  const { status, stdout, stderr } = spawnSync(program, rest, {
    env: { ...process.env, ...(env as Record<string, string>) },
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  if (status === null || (exitCodes !== 'any' && !exitCodes.includes(status))) throw new Error(stderr);
  return { exitCode: status, stdout, stderr };
}

describe.skipIf(lacks('gpg'))('a signature by gpg', () => {
  // The socket of gpg's agent wants a short path.
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  const gpg = (...args: string[]) =>
    spawnSync('gpg', ['--homedir', home, '--batch', ...args], { encoding: 'utf8' });
  const signer = (key: string): SignerInput => ({ key, home, program: ['gpg'] });
  beforeAll(() => {
    chmodSync(home, 0o700);
    gpg('--passphrase', '', '--quick-generate-key', 'Tools <tools@example.com>', 'ed25519');
  });
  afterAll(() => void spawnSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']));

  test('that is detached is good for this text and no other', async () => {
    const folder = temporary();
    const signature = await signText('one\n', 'detached', signer('tools@example.com'), 'it', { exec });
    writeFileSync(join(folder, 'it.asc'), signature);
    writeFileSync(join(folder, 'it'), 'one\n');
    writeFileSync(join(folder, 'other'), 'two\n');
    expect(signature).toMatch(/^-----BEGIN PGP SIGNATURE-----/);
    expect(gpg('--verify', join(folder, 'it.asc'), join(folder, 'it')).status).toBe(0);
    expect(gpg('--verify', join(folder, 'it.asc'), join(folder, 'other')).status).toBe(1);
  });

  test('that is clear holds the text', async () => {
    const signed = await signText('three\n', 'clear', signer('tools@example.com'), 'it', { exec });
    expect(signed).toContain('\nthree\n-----BEGIN PGP SIGNATURE-----');
  });

  test('needs a key, and it is told beforehand that there is none', async () => {
    const ask = (key: string) =>
      keyProblems(signer(key), 'the checksums', 'artifacts({ sign: { key } })', { query: exec as never });
    expect(await ask('tools@example.com')).toEqual([]);
    expect(await ask('nobody@example.com')).toMatchObject([
      {
        code: 'SIGNING_KEY_MISSING',
        message: expect.stringContaining('no secret key nobody@example.com to sign the checksums with: '),
        fix: expect.stringContaining('artifacts({ sign: { key } })'),
      },
    ]);
    const failed = await signText('x', 'clear', signer('nobody@example.com'), 'it', { exec }).catch(
      (error: unknown) => error,
    );
    expect(isReleaseError(failed) && failed.problems[0]).toMatchObject({
      code: 'GPG_FAILED',
      message: expect.stringMatching(/^it could not be signed: .*No secret key/s),
    });
  });
});

test.each([
  [undefined, undefined],
  [false, undefined],
  [true, { key: null, home: null, program: ['gpg'] }],
  [{ key: 'A1' }, { key: 'A1', home: null, program: ['gpg'] }],
])('the option %j is signed by %j', (option, expected) => {
  expect(signerOf(option)).toEqual(expected);
});
