import { expect, test } from 'vitest';
import { isSecretFile } from './secret-file.ts';

test.each([
  '.env',
  'deploy/.env.production',
  'files/.npmrc',
  '.dockercfg',
  '.htpasswd',
  'ssh/id_ed25519',
  'Kubeconfig',
  'google/credentials.json',
  'tls/Server.KEY',
  'vault.kdbx',
])('%s looks like a secret', (path) => {
  expect(isSecretFile(path)).toBe(true);
});

test.each([
  '.env.example',
  'src/env.ts',
  'id_ed25519.pub',
  'my-kubeconfig.md',
  'keys/readme.txt',
  'templates/credentials.json.tpl',
  'monkey',
])('%s does not', (path) => {
  expect(isSecretFile(path)).toBe(false);
});
