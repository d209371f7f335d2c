import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const hasGpg = spawnSync('gpg', ['--version']).error === undefined;
if (!hasGpg) console.warn('Skipping what is signed: gpg is not installed.');

/** A keyring with one key without a passphrase, and the option that names it. */
export function openKeyring() {
  // The socket of gpg's agent wants a short path.
  const home = mkdtempSync(join(tmpdir(), 'gpg-'));
  chmodSync(home, 0o700);
  const key = ['--passphrase', '', '--quick-generate-key', 'Charts <charts@example.com>', 'rsa2048'];
  spawnSync('gpg', ['--homedir', home, '--batch', ...key]);
  return {
    sign: { key: 'charts@example.com', home },
    close: () => {
      spawnSync('gpgconf', ['--homedir', home, '--kill', 'gpg-agent']);
      rmSync(home, { recursive: true, force: true });
    },
  };
}
