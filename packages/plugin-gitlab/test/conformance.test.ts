import type { Plugin } from '@launchway/core';
import { changesIn, conforms, type GitlabStandIn, startGitlab } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { gitlab } from '../src/index.ts';
import { offering } from '../../sandbox/test/offering.fixture.ts';
import { change, files, tool } from '../../sandbox/test/tool.fixture.ts';
import { jobToken } from './world.fixture.ts';

async function keepsPromises(plugins: readonly Plugin[], more: Readonly<Record<string, string>> = {}) {
  let server: GitlabStandIn;
  const findings = await conforms({
    files: { ...files, ...more },
    commits: [change],
    secrets: [jobToken],
    targets: async () => {
      const own = await startGitlab({ tokens: { [jobToken]: { kind: 'job' } } });
      server = own;
      return {
        env: own.job(),
        snapshot: async () => own.snapshot(),
        changes: () => changesIn(own.requests),
        close: own.close,
      };
    },
    plugins: ({ repository }) => {
      server.serve(repository.remote);
      return [tool, ...plugins];
    },
  });
  expect(findings.every(({ kept }) => kept)).toBe(true);
}

test('the plugin keeps the promises of every plugin', { timeout: 240_000 }, async () => {
  const options = {
    packages: [{ name: 'tool', files: ['bin/*'] }],
    release: { links: [{ name: 'Manual', url: 'https://example.org/{version}' }] },
  };
  const more = { 'bin/tool': 'the tool', '.gitlab-ci.yml': 'build: { script: make }\n' };
  await keepsPromises([gitlab(options)], more);
});

test('a flow with files of another plugin keeps them too', { timeout: 240_000 }, async () => {
  const { plugin } = offering(['tool.tar.gz', 'checksums.txt'], (name) => `made of ${name}`);
  await keepsPromises([gitlab(), plugin]);
});
