import type { Reads } from '@launchway/core';
import { expect, test } from 'vitest';
import { pushProblems } from './ready.ts';

const input = { url: 'https://git.example.com/charts.git', branch: 'main' } as Parameters<
  typeof pushProblems
>[0];

/** A catalogue without a branch yet, of which git says this when it is to be pushed to. */
function pushSays(stdout: string, stderr: string) {
  const query: Reads['query'] = async (argv) =>
    argv.includes('push') ? { exitCode: 1, stdout, stderr } : { exitCode: 0, stdout: '', stderr: '' };
  const reads = {
    query,
    scratch: async () => '/tmp',
    env: () => undefined,
    credential: async () => undefined,
  };
  return pushProblems({ ...input, forge: null }, reads as unknown as Reads);
}

test('a catalogue that refuses its branch tells the reason', async () => {
  const rejected = '!\ta:refs/heads/main\t[remote rejected] (protected branch)\n';
  expect(await pushSays(rejected, '')).toMatchObject([{ code: 'PUSH_PROTECTED' }]);
});

test('a catalogue that git cannot push to tells what git says', async () => {
  const [problem] = await pushSays('', 'fatal: git-http-push failed\n');
  expect(problem?.code).toBe('CATALOG_GIT');
  expect(problem?.message).toContain('git.example.com/charts.git (exit code 1): fatal: git-http-push failed');
});
