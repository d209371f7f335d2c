import { changesIn, conforms, startGithub } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { githubContract } from '../../sandbox/test/github-contract.fixture.ts';
import { github } from '../src/index.ts';
import { offering } from '../../sandbox/test/offering.fixture.ts';
import { change, files, tool } from '../../sandbox/test/tool.fixture.ts';
import { jobToken } from './world.fixture.ts';

test('the plugin keeps the promises of every plugin', { timeout: 240_000 }, async () => {
  let server: Awaited<ReturnType<typeof startGithub>>;
  const contract = githubContract();
  const findings = await conforms({
    files: {
      ...files,
      'bin/tool': 'the tool',
      '.github/workflows/image.yml': 'on: { workflow_dispatch: {} }\njobs: {}\n',
    },
    commits: [change],
    secrets: [jobToken],
    targets: async () => {
      const own = await startGithub({
        tokens: { [jobToken]: { kind: 'workflow' } },
        workflows: { 'image.yml': ['workflow_dispatch'] },
        immutable: true,
        observe: contract.observe,
      });
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
      return [
        tool,
        offering(['tool.tar.gz'], () => 'packed').plugin,
        github({ release: { files: ['bin/*'] }, dispatch: { workflow: 'image.yml' } }),
      ];
    },
  });
  expect(findings.every(({ kept }) => kept)).toBe(true);
  expect(contract.violations).toEqual([]);
});
