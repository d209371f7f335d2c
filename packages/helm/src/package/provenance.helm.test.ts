import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isReleaseError } from '@launchway/core';
import { signerOf, type SignerInput } from '@launchway/pack';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  folderTree,
  helm,
  helm3,
  helm4,
  packingTime,
  temporary,
  withoutHelm,
  writeChart,
} from '../helm.fixture.ts';
import { charts } from './charts.fixture.ts';
import { packChart } from './pack.ts';
import { signPackage } from './provenance.ts';

const withoutGpg = withoutHelm || spawnSync('gpg', ['--version']).error !== undefined;

/** Runs commands as the core does: an exit code that is not 0 is an error. */
const effects = {
  exec: async (
    argv: readonly string[],
    { env, input }: { env?: object; input?: string | Uint8Array } = {},
  ) => {
    const [program = '', ...rest] = argv;
    const options = {
      env: { ...process.env, ...env },
      encoding: 'utf8' as const,
      ...(input === undefined ? {} : { input }),
    };
    const { status, stdout, stderr } = spawnSync(program, rest, options);
    if (status !== 0) throw new Error(stderr);
    return { exitCode: 0, stdout, stderr };
  },
};

describe.skipIf(withoutGpg)('a provenance file', () => {
  // The socket of gpg's agent wants a short path.
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  const signer = (key: string) => signerOf({ key, home }) as SignerInput;
  const gpg = (...args: string[]) => spawnSync('gpg', ['--homedir', home, '--batch', ...args]);
  beforeAll(() => {
    chmodSync(home, 0o700);
    gpg('--passphrase', '', '--quick-generate-key', 'Charts <charts@example.com>', 'rsa2048');
    writeFileSync(join(home, 'keyring.gpg'), gpg('--export').stdout);
  });
  afterAll(() => void spawnSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']));

  test.each(['minimal', 'emoji, tabs, control characters and odd scalars', 'version 1 with requirements'])(
    'of a chart with %s is accepted by helm',
    async (title) => {
      const packed = await packChart(folderTree(writeChart(charts[title] ?? {})), { mtime: packingTime });
      const file = join(temporary(), packed.fileName);
      writeFileSync(file, packed.bytes);
      writeFileSync(`${file}.prov`, await signPackage(packed, signer('charts@example.com'), effects));
      for (const binary of [helm4, helm3]) {
        const { stdout, stderr } = helm(binary, ['verify', file, '--keyring', join(home, 'keyring.gpg')]);
        expect(`${stdout}${stderr}`).toContain(`Chart Hash Verified: sha256:${packed.digest}`);
      }
    },
  );

  test('is refused with what gpg says when there is no such key', async () => {
    const packed = await packChart(folderTree(writeChart(charts['minimal'] ?? {})), { mtime: packingTime });
    const failed = await signPackage(packed, signer('nobody@example.com'), effects).catch(
      (error: unknown) => error,
    );
    expect(isReleaseError(failed) && failed.problems[0]).toMatchObject({
      code: 'GPG_FAILED',
      message: expect.stringContaining('No secret key'),
    });
  });
});
