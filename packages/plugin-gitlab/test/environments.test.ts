import { eventContext, imageMetadata } from '@launchway/plugin-docker';
import type { GitlabJob } from '@launchway/sandbox';
import { startGitlab } from '@launchway/sandbox';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gitlabImage } from '../src/index.ts';
import { worldOfTest } from './world.fixture.ts';

let server: Awaited<ReturnType<typeof startGitlab>>;

beforeAll(async () => {
  server = await startGitlab();
});

afterAll(() => server.close());

const commit = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

/** The tags that docker() computes from the options of gitlabImage() in a job. */
function tagsIn(job: GitlabJob, options: Parameters<typeof gitlabImage>[0] = {}): readonly string[] {
  const env = server.job({ commit, ...job });
  const context = eventContext({ env: (name) => env[name], now: 0 });
  const { tags } = gitlabImage(options);
  return imageMetadata({ images: ['x'], tags }, context).names.map(({ name }) => name);
}

describe('the image in each kind of pipeline', () => {
  test.each<[GitlabJob, readonly string[]]>([
    [{ branch: 'main' }, ['a1b2c3d4', 'latest', 'main']],
    [{ branch: 'test/gitlab-ci' }, ['a1b2c3d4', 'test-gitlab-ci']],
    [{ branch: 'feature/ABC-123_x', protected: true }, ['a1b2c3d4', 'feature-abc-123-x']],
    [{ tag: 'v1.2.3' }, ['a1b2c3d4', 'latest', 'v1-2-3', 'v1.2.3']],
    [{ tag: 'v1.2.3-rc.1' }, ['a1b2c3d4', 'v1-2-3-rc-1', 'v1.2.3-rc.1']],
  ])('%j is tagged %j', (job, tags) => {
    expect([...tagsIn(job)].sort()).toEqual(tags);
  });

  test('gets `latest` from every branch where that is asked for, and nowhere where it is not', () => {
    expect(tagsIn({ branch: 'x' }, { latest: 'always' })).toContain('latest');
    expect(tagsIn({ branch: 'main' }, { latest: 'never' })).not.toContain('latest');
  });
});

describe('a release in each kind of pipeline', () => {
  test.each<[string, GitlabJob, string]>([
    ['a branch that is protected', { branch: 'main', protected: true }, 'released'],
    ['a branch that is not', { branch: 'main', protected: false }, 'released'],
  ])('%s is %s', async (_name, job, outcome) => {
    const world = await worldOfTest({ job });
    expect((await world.release()).outcome).toBe(outcome);
  });

  test('a detached checkout of the branch releases as the branch does', async () => {
    const world = await worldOfTest();
    await world.repository.git('checkout', '-q', '--detach');
    expect((await world.release()).outcome).toBe('released');
    expect(world.server.project.releases.has('tool/v3.2.0')).toBe(true);
  });

  test('the pipeline of the tag completes what the branch has left', async () => {
    const world = await worldOfTest();
    world.server.fail({ what: 403, method: 'POST', path: /\/releases$/ });
    expect((await world.release()).outcome).toBe('incomplete');
    await world.repository.git('fetch', '-q', '--tags', 'origin');
    await world.repository.git('checkout', '-q', 'tool/v3.2.0');
    const job = world.server.job({ tag: 'tool/v3.2.0' });
    const { CI_COMMIT_BRANCH: _, ...env } = { CI_COMMIT_BRANCH: '', ...job };
    expect((await world.release({}, { ...env, CI_COMMIT_BRANCH: undefined })).outcome).toBe('resumed');
  });

  test.each([false, true])(
    'a merge request plans the release, and writes nothing (merged result: %s)',
    async (mergedResult) => {
      const world = await worldOfTest({ job: { request: 12, branch: 'feat/x', mergedResult, freeze: true } });
      await world.repository.git('checkout', '-q', '--detach');
      const outcome = await world.rehearse();
      expect(outcome.codes).not.toContain('GITLAB_FREEZE');
      expect(world.server.requests.every(({ method }) => method === 'GET')).toBe(true);
    },
  );
});
