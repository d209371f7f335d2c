import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conforms } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { artifacts } from '../src/index.ts';
import { tool } from '../../sandbox/test/tool.fixture.ts';
import { change, compiled, files, shelved, shelving } from './world.fixture.ts';

test('the plugin keeps the promises of every plugin', { timeout: 240_000 }, async () => {
  let shelf = '';
  const findings = await conforms({
    files,
    commits: [change],
    targets: async () => {
      shelf = mkdtempSync(join(tmpdir(), 'shelf-'));
      const own = shelf;
      return {
        snapshot: async () => (existsSync(own) ? shelved(own) : {}),
        changes: () => [],
        close: async () => rmSync(own, { recursive: true }),
      };
    },
    plugins: () => [
      tool,
      artifacts({ ...compiled, targets: ['linux/arm64', 'windows/amd64'] }),
      shelving(shelf),
    ],
  });
  expect(findings.every(({ kept }) => kept)).toBe(true);
});
