import { dirname } from 'node:path';
import { startGitServer } from '@launchway/sandbox';
import { describe, expect, test } from 'vitest';
import { binaries } from '../../sandbox/test/tool.fixture.ts';
import { accessToken, jobToken, worldOfTest } from './world.fixture.ts';

const packages = [{ name: 'tool', files: ['dist/tool-*'] }];

describe('a release on GitLab', () => {
  test('needs no variables but those GitLab sets', async () => {
    const { release, server } = await worldOfTest();
    const outcome = await release();
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    const made = server.project.releases.get('tool/v3.2.0');
    expect(made).toMatchObject({ name: 'tool/v3.2.0', description: expect.stringContaining('count sheep') });
    expect(server.requests.every(({ headers }) => headers['job-token'] === jobToken)).toBe(true);
    expect(await release()).toMatchObject({ outcome: 'complete' });
  });

  test('carries title, milestones, links and a date', async () => {
    const { release, server } = await worldOfTest();
    server.project.milestones.push('Spring');
    const outcome = await release({
      release: {
        name: 'Tool {version}',
        milestones: ['Spring'],
        releasedAt: '2026-01-01T00:00:00Z',
        links: [
          { name: 'Manual {tag}', url: 'https://example.org/{version}', type: 'runbook', path: '/manual' },
        ],
      },
    });
    expect(outcome.outcome).toBe('released');
    expect(server.project.releases.get('tool/v3.2.0')).toMatchObject({
      name: 'Tool 3.2.0',
      milestones: ['Spring'],
      released_at: '2026-01-01T00:00:00Z',
      links: [
        {
          name: 'Manual tool/v3.2.0',
          url: 'https://example.org/3.2.0',
          link_type: 'runbook',
          direct_asset_path: '/manual',
        },
      ],
    });
  });

  test('offers files before it is announced, with links that last', async () => {
    const { release, server, build } = await worldOfTest();
    await build(binaries);
    expect(await release({ packages })).toMatchObject({ outcome: 'released' });
    const [held] = server.project.packages;
    expect(held).toMatchObject({ name: 'tool', version: '3.2.0' });
    expect(held?.files.map(({ name }) => name)).toEqual(['tool-darwin-arm64', 'tool-linux-amd64']);
    expect(server.project.releases.get('tool/v3.2.0')?.links).toMatchObject([
      {
        name: 'tool-darwin-arm64',
        url: `${server.api}/projects/42/packages/generic/tool/3.2.0/tool-darwin-arm64`,
        direct_asset_path: '/tool/tool-darwin-arm64',
        link_type: 'package',
      },
      { name: 'tool-linux-amd64' },
    ]);
    const writes = server.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);
    expect(writes).toEqual(['PUT', 'PUT', 'POST']);
    expect(await release({ packages })).toMatchObject({ outcome: 'complete' });
  });

  test('a file that was built for another commit is not compared', async () => {
    const { release, repository, build } = await worldOfTest();
    await build(binaries);
    await release({ packages });
    await repository.git('fetch', '-q', 'origin');
    await repository.git('reset', '-q', '--hard', 'origin/main');
    await repository.commit({ message: 'docs: words', files: { 'README.md': 'x' } });
    await repository.push();
    await build({ 'dist/tool-linux-amd64': 'built for another commit' });
    expect(await release({ packages })).toMatchObject({ outcome: 'complete' });
  });

  test('a file that differs is refused, or kept where one says so', async () => {
    const { release, server, build } = await worldOfTest();
    await build(binaries);
    server.fail({ what: 403, method: 'POST', path: /\/releases$/ });
    expect(await release({ packages })).toMatchObject({ outcome: 'incomplete' });
    await build({ 'dist/tool-linux-amd64': 'built again, differently' });
    const refused = await release({ packages });
    expect(refused).toMatchObject({
      outcome: 'incomplete',
      codes: expect.arrayContaining(['GITLAB_FILE_DIFFERS']),
    });
    const kept = await release({ packages: [{ name: 'tool', files: ['dist/tool-*'], existing: 'keep' }] });
    expect(kept.outcome).toBe('resumed');
    expect(server.project.packages[0]?.files).toHaveLength(2);
  });

  test('a missing file is told before anything is pushed', async () => {
    const { release, repository } = await worldOfTest();
    const before = await repository.snapshot();
    const outcome = await release({ packages: [{ name: 'tool', files: ['dist/*.zip'] }] });
    expect(outcome).toMatchObject({ outcome: 'refused', codes: ['GITLAB_FILES_MISSING'] });
    expect((await repository.snapshot()).remote).toEqual(before.remote);
  });

  test('names that GitLab refuses or that come twice are told before', async () => {
    const { release, build } = await worldOfTest();
    await build({ 'dist/a b': 'x', 'dist/x/tool': '1', 'dist/y/tool': '2' });
    const outcome = await release({ packages: [{ name: 'tool', files: ['dist/**'] }] });
    expect(outcome.codes).toEqual(['GITLAB_FILE_NAME', 'GITLAB_FILE_NAME']);
  });

  test('a release that is there is brought to what it is to be; foreign links and added notes stay', async () => {
    const { release, server } = await worldOfTest();
    await release();
    const made = server.project.releases.get('tool/v3.2.0');
    if (made === undefined) throw new Error('There is no release.');
    made.description = `${made.description}\n\nKnown issue: sheep are counted twice.`;
    made.links.push({
      id: 1,
      name: 'Video',
      url: 'https://example.org/v',
      direct_asset_path: undefined,
      link_type: 'other',
    });
    expect(await release()).toMatchObject({ outcome: 'complete' });
    made.description = 'something else';
    const options = {
      release: {
        name: 'Tool',
        links: [
          { name: 'Film', url: 'https://example.org/v' },
          { name: 'New', url: 'https://example.org/n' },
        ],
      },
    };
    expect(await release(options)).toMatchObject({ outcome: 'resumed' });
    expect(made).toMatchObject({ name: 'Tool', description: expect.stringContaining('count sheep') });
    expect(made.links.map(({ name }) => name)).toEqual(['Film', 'New']);
  });

  test('the release of another commit is a conflict', async () => {
    const { release, server } = await worldOfTest();
    await release();
    const made = server.project.releases.get('tool/v3.2.0');
    server.project.releases.set('tool/v3.2.0', { ...made, commit: 'f'.repeat(40) } as never);
    expect(await release()).toMatchObject({ outcome: 'incomplete', codes: ['GITLAB_TAG_ELSEWHERE'] });
  });

  test('a missing milestone, which a job token cannot look for, is made later and the release completed', async () => {
    const { release, server } = await worldOfTest();
    const options = { release: { milestones: ['Winter'] } };
    const outcome = await release(options);
    expect(outcome).toMatchObject({ outcome: 'incomplete', codes: ['GITLAB_MILESTONE_MISSING'] });
    expect(outcome.problems[0]?.message).toContain('"Winter"');
    server.project.milestones.push('Winter');
    expect(await release(options)).toMatchObject({ outcome: 'resumed', codes: [] });
    expect(server.project.releases.get('tool/v3.2.0')?.milestones).toEqual(['Winter']);
  });

  test('files on later pages are found', async () => {
    const { release, server, build } = await worldOfTest({
      server: { linkHost: 'http://wrong.example:1/other' },
    });
    const many = Object.fromEntries(
      Array.from({ length: 103 }, (_, index) => [`dist/tool-${index}`, String(index)]),
    );
    await build(many);
    expect(await release({ packages })).toMatchObject({ outcome: 'released' });
    expect(await release({ packages })).toMatchObject({ outcome: 'complete' });
    expect(server.project.packages[0]?.files).toHaveLength(103);
  });

  test('only the tags of one track become releases, where it is named', async () => {
    const { release, server } = await worldOfTest();
    expect(await release({ track: 'nothing' })).toMatchObject({
      outcome: 'refused',
      codes: ['GITLAB_TRACK_UNKNOWN'],
    });
    expect(await release({ track: 'tool' })).toMatchObject({ outcome: 'released' });
    expect(server.project.releases.size).toBe(1);
  });

  test('no token is told in anything that is said', async () => {
    const { release, server, build } = await worldOfTest();
    await build(binaries);
    server.fail({ what: 401, path: /package_files/ });
    const outcome = await release(
      { packages, pipeline: true, comments: { requests: true } },
      { GITLAB_TOKEN: accessToken },
    );
    expect(outcome.said).not.toContain(accessToken);
    expect(outcome.said).not.toContain(jobToken);
    expect(outcome.said.length).toBeGreaterThan(2000);
  });
});

describe('comments', () => {
  const comments = { requests: true, issues: true, body: 'Out in {tag}: {url}' };

  test('are written once on merge requests and the issues they close', async () => {
    const { release, server, repository } = await worldOfTest();
    const sha = await repository.git('rev-parse', 'HEAD');
    server.project.requests.set(sha, [{ iid: 7, closes: [3] }]);
    const env = { GITLAB_TOKEN: accessToken };
    expect(await release({ comments }, env)).toMatchObject({ outcome: 'released' });
    expect([...server.project.notes.keys()]).toEqual(['merge_requests/7', 'issues/3']);
    expect(server.project.notes.get('issues/3')?.[0]).toContain('Out in tool/v3.2.0: ');
    expect(await release({ comments }, env)).toMatchObject({ outcome: 'complete' });
    expect([...server.project.notes.values()].every((notes) => notes.length === 1)).toBe(true);
  });

  test('can fail, and the release has succeeded', async () => {
    const { release, server, repository } = await worldOfTest();
    server.project.requests.set(await repository.git('rev-parse', 'HEAD'), [{ iid: 7, closes: [] }]);
    server.fail({ what: 403, path: /\/notes$/, times: 99 });
    const outcome = await release({ comments }, { GITLAB_TOKEN: accessToken });
    expect(outcome.outcome).toBe('released');
    expect(
      outcome.problems.every(
        ({ severity }) => severity === 'warning' || outcome.steps['gitlab:comment'] !== 'done',
      ),
    ).toBe(true);
  });

  test('are not tried to no end with a job token', async () => {
    const { release, rehearse, server } = await worldOfTest();
    expect((await rehearse({ comments })).preview).toContainEqual(
      expect.stringContaining('the job token of $CI_JOB_TOKEN may not comment'),
    );
    expect(await release({ comments })).toMatchObject({ outcome: 'released', codes: ['GITLAB_TOKEN_KIND'] });
    expect(server.requests.filter(({ target }) => target.includes('merge_requests'))).toEqual([]);
    const unprotected = await rehearse({ comments }, { CI_COMMIT_REF_PROTECTED: 'false' });
    expect(unprotected.problems[0]?.fix).toContain('where the variable is protected, it is missing here');
  });
});

describe('the pipeline of a tag', () => {
  const pipelineFile = { '.gitlab-ci.yml': 'docker: { script: x, rules: [{ if: $CI_COMMIT_TAG }] }\n' };

  test('is foretold not to start where the job token pushes over http', async () => {
    const { rehearse, repository } = await worldOfTest({ files: pipelineFile });
    const host = await startGitServer({ root: dirname(repository.remote) });
    await repository.git('remote', 'set-url', 'origin', `${host.url}/remote.git`);
    const outcome = await rehearse();
    await host.close();
    expect(outcome.codes).toContain('GITLAB_NO_PIPELINE');
    expect(outcome.problems.find(({ code }) => code === 'GITLAB_NO_PIPELINE')?.message).toContain('docker');
  });

  test('is foretold to start with another token', async () => {
    const { rehearse } = await worldOfTest({ files: pipelineFile });
    const outcome = await rehearse({}, { GITLAB_TOKEN: accessToken });
    expect(outcome.preview).toContain('the tag tool/v3.2.0 starts docker');
    expect(outcome.codes).toEqual([]);
  });

  test('is warned of where GitLab would refuse its file for a duration', async () => {
    const { rehearse } = await worldOfTest({
      files: { '.gitlab-ci.yml': "a: { script: x, artifacts: { expire_in: '$KEEP' } }\n" },
    });
    expect((await rehearse()).codes).toContain('GITLAB_EXPIRE_IN');
  });

  test.each([
    ['the job token', {}],
    ['another token', { GITLAB_TOKEN: accessToken }],
  ])('is started once with %s', async (_name, env) => {
    const { release, server } = await worldOfTest({ files: pipelineFile });
    const options = { pipeline: { variables: { WHY: 'release' } } };
    const outcome = await release(options, env);
    expect(outcome.outcome).toBe('released');
    expect(server.project.pipelines).toMatchObject([{ ref: 'tool/v3.2.0', variables: { WHY: 'release' } }]);
    expect(await release(options, env)).toMatchObject({ outcome: 'complete' });
    expect(server.project.pipelines).toHaveLength(1);
    expect(outcome.said).not.toContain(jobToken);
  });
});
