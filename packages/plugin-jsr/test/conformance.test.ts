import { changesIn, conforms, startJsr } from '@launchway/sandbox';
import { describe, expect, test } from 'vitest';
import { jsr } from '../src/index.ts';
import { denoEnv, denoPath } from './deno.fixture.ts';

const secret = 'jsrp_7c1f0a9be2d34455';

describe.skipIf(denoPath === undefined)('the plugin (needs deno: npm install --save-dev deno)', () => {
  test('keeps the promises of every plugin', { timeout: 240_000 }, async () => {
    const findings = await conforms({
      plugins: () => [jsr({ package: 'packages/tiny', typeCheck: false })],
      files: {
        'packages/tiny/jsr.json':
          '{\n  // comments stay\n  "name": "@acme/tiny",\n  "version": "1.2.3",\n  "license": "MIT",\n  "exports": "./mod.ts"\n}\n',
        'packages/tiny/mod.ts': 'export const one: number = 1;\n',
      },
      commits: [
        { message: 'feat: two', files: { 'packages/tiny/mod.ts': 'export const two: number = 2;\n' } },
      ],
      env: { ...denoEnv, JSR_TOKEN: secret },
      secrets: [secret],
      targets: async () => {
        const registry = await startJsr({ packages: ['@acme/tiny'], tokens: { [secret]: { user: 'ada' } } });
        return {
          env: registry.env,
          snapshot: async () =>
            [...(registry.package('@acme/tiny')?.versions ?? [])].map(([version, { files }]) => [
              version,
              [...files].map(([path, bytes]) => [path, bytes.toString('utf8')]),
            ]),
          changes: () => changesIn(registry.requests),
          close: registry.close,
        };
      },
    });
    expect(findings.every(({ kept }) => kept)).toBe(true);
  });
});
