import { conforms, startGitlab } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { gitlab } from '../src/index.ts';
import { change, files, jobToken, tool } from './world.fixture.ts';

test('the plugin keeps the promises of every plugin', { timeout: 240_000 }, async () => {
  let server: Awaited<ReturnType<typeof startGitlab>>;
  const findings = await conforms({
    files: { ...files, 'bin/tool': 'the tool', '.gitlab-ci.yml': 'build: { script: make }\n' },
    commits: [change],
    secrets: [jobToken],
    targets: async () => {
      const own = await startGitlab({ tokens: { [jobToken]: { kind: 'job' } } });
      server = own;
      return {
        env: own.job(),
        snapshot: async () => own.snapshot(),
        changes: () =>
          own.requests
            .filter(({ method }) => method !== 'GET')
            .map(({ method, target }) => `${method} ${target}`),
        close: own.close,
      };
    },
    plugins: ({ repository }) => {
      server.serve(repository.remote);
      return [
        tool,
        gitlab({
          packages: [{ name: 'tool', files: ['bin/*'] }],
          release: { links: [{ name: 'Manual', url: 'https://example.org/{version}' }] },
        }),
      ];
    },
  });
  expect(findings.every(({ kept }) => kept)).toBe(true);
});
