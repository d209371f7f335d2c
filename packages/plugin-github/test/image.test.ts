import { docker } from '@launchway/plugin-docker';
import { createTestRepository, startRegistry } from '@launchway/sandbox';
import { expect, test } from 'vitest';
import { carryOut } from '../../sandbox/test/outcome.fixture.ts';
import { githubImage } from '../src/index.ts';
import { change, files, tool } from '../../sandbox/test/tool.fixture.ts';
import { jobToken } from './world.fixture.ts';

test("docker() pushes to GitHub's registry with no more than a workflow has", async () => {
  const registry = await startRegistry({
    auth: 'bearer',
    account: { username: 'ada', password: jobToken },
  });
  const repository = await createTestRepository(files);
  await repository.commit(change);
  await repository.push();
  const head = await repository.git('rev-parse', 'HEAD');
  const labels = { 'org.opencontainers.image.revision': head };
  registry.push('acme/harbour/api', { content: 'the image', labels }, `sha-${head.slice(0, 7)}`);
  const outcome = await carryOut(repository, {
    plugins: [tool, docker({ ...githubImage({ registry: registry.host, path: 'api' }), from: 'sha-{sha}' })],
    env: { GITHUB_REPOSITORY: 'Acme/Harbour', GITHUB_ACTOR: 'ada', GITHUB_TOKEN: jobToken },
  });
  expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
  expect(Object.keys(registry.tags('acme/harbour/api'))).toEqual(expect.arrayContaining(['3.2.0', 'latest']));
  expect(outcome.said).not.toContain(jobToken);
  await registry.close();
  await repository.remove();
});
