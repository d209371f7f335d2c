import { track } from '@launchway/core';
import { changesIn, conforms, startRegistry } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { docker } from './docker.ts';

const password = 's3cret-of-the-registry';
const app = () => track({ name: 'app', pins: ['app.json'], paths: ['**'], tag: { name: 'v{version}' } });

test('the plugin keeps the promises of every plugin', async () => {
  const findings = await conforms({
    files: { 'app.json': '{ "version": "1.4.2" }\n' },
    commits: [{ message: 'feat: something new', files: { 'src/new.txt': 'new\n' } }],
    env: { LAB_USER: 'ci', LAB_PASSWORD: password },
    secrets: [password, Buffer.from(`ci:${password}`).toString('base64')],
    targets: async () => {
      const registry = await startRegistry({ auth: 'bearer' });
      const digest = registry.push('acme/api', 'a layer');
      return {
        addresses: { host: registry.host, digest },
        snapshot: async () => registry.tags('acme/api'),
        changes: () => changesIn(registry.requests),
        close: () => registry.close(),
      };
    },
    plugins: ({ targets }) => {
      const { host, digest = '' } = targets?.addresses ?? {};
      const image = `${host}/acme/api`;
      const credential = { env: 'LAB_PASSWORD', usernameEnv: 'LAB_USER' };
      return [app(), docker({ image, from: digest, credential, tags: ['{version}', 'latest'] })];
    },
  });
  expect(findings.length).toBeGreaterThan(10);
}, 240_000);
