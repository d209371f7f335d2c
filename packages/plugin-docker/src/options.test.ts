import type { ReleaseContext, Step } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { contextOf, sha } from '../test/release.fixture.ts';
import { docker } from './docker.ts';
import type { DockerOptions } from './options.ts';

const wrong = (options: object): readonly string[] =>
  (docker(options as DockerOptions).problems ?? []).map(
    ({ code, where, message, fix }) => `${code} ${where?.pointer ?? ''}: ${message} ${fix}`,
  );

describe('options', () => {
  test.each<readonly [object, RegExp]>([
    [{}, /Neither `image` nor `images` is given/],
    [{ image: 'a/b', images: [{ image: 'a/c' }], build: {} }, /Both `image` and `images`/],
    [{ image: 'ghcr.io/acme/api' }, /neither built nor taken/],
    [{ image: 'ghcr.io/acme/api', build: {}, from: 'x' }, /both built and taken/],
    [
      { image: 'ghcr.io/acme/api', from: 'v{version}' },
      /from: .*in which \{sha\} and \{sha:long\} are filled in/,
    ],
    [
      { image: 'ghcr.io/acme/api', from: 'sha-{sha}', credential: 'T' },
      /credential: It must be an object, and/,
    ],
    [{ image: 'ghcr.io/Acme/api', build: {} }, /upper-case letters/],
    [{ image: 'ghcr.io/acme/api:1.0', build: {} }, /has a tag or a digest in its name/],
    [
      { image: 'ghcr.io/acme/api', build: { platform: ['linux/amd64'] } },
      /build\.platform.*Did you mean "platforms"/,
    ],
    [{ image: 'ghcr.io/acme/api', build: { context: '--push' } }, /does not begin with "-"/],
    [{ image: 'ghcr.io/acme/api', build: {}, tags: ['{verison}'] }, /tags\[0\].*names \{verison\}/],
    [{ image: 'ghcr.io/acme/api', build: {}, flavor: ['latest=maybe'] }, /"maybe" is none of/],
    [{ image: ['a.io/x', 'b.io/x'], build: {}, credential: { env: 'T' } }, /would be shown to all of them/],
  ])('%j are refused with what to do', (options, says) => {
    expect(wrong(options).join('\n')).toMatch(says);
  });

  test('of every kind are taken', () => {
    const credential = { 'ghcr.io': { env: ['A', 'B'] }, 'b.io:5000': { env: 'B', username: 'ci' } };
    const build = {
      bake: { target: 'api' },
      secrets: { npm: { env: 'NPM' } },
      provenance: false,
      prepare: [['make']],
    };
    const images = [
      { image: ['ghcr.io/acme/api', 'b.io:5000/api'], build },
      { image: '$NAME/x', from: { file: 'digest' } },
    ];
    expect(
      wrong({ id: 'x', images, credential, insecure: ['b.io:5000'], when: 'release', overwrite: false }),
    ).toEqual([]);
  });
});

async function stepsOf(options: DockerOptions, change: object = {}, env = {}): Promise<readonly Step[]> {
  const context = contextOf({ version: '1.2.3', env });
  const release = { ...context.release, ...change };
  return (await docker(options).publish?.({ ...context, release } as ReleaseContext)) ?? [];
}

describe('the steps of a release', () => {
  const image = 'ghcr.io/acme/api';
  const ids = (steps: readonly Step[]) => steps.map(({ id }) => id);

  test('are a build, the tags of each repository, and the floating ones after them', async () => {
    const steps = await stepsOf({ image: [image, 'quay.io/acme/api'], build: {} });
    expect(ids(steps)).toEqual([
      'docker:build',
      'docker:copy:quay.io/acme/api',
      'docker:push:ghcr.io/acme/api',
      'docker:float:ghcr.io/acme/api',
      'docker:push:quay.io/acme/api',
      'docker:float:quay.io/acme/api',
    ]);
    expect(steps[3]?.needs).toEqual(['docker:push:ghcr.io/acme/api']);
  });

  test('are none where the git tag is not due, as in a release of the chart alone', async () => {
    expect(await stepsOf({ image, build: {} }, { tags: [] })).toEqual([]);
    expect(ids(await stepsOf({ image, build: {}, when: 'release' }, { tags: [] }))).toContain('docker:build');
    expect(await stepsOf({ image, build: {} }, { changes: [], tags: [] })).toEqual([]);
  });

  test('begin with the id of the instance, and with the image where there are several', async () => {
    const images = [{ image }, { image: 'ghcr.io/acme/web' }];
    const steps = await stepsOf({ id: 'lab', images, build: {}, tags: ['{version}'] });
    expect(ids(steps)).toEqual([
      'lab:acme/api:build',
      'lab:acme/api:push:ghcr.io/acme/api',
      'lab:acme/web:build',
      'lab:acme/web:push:ghcr.io/acme/web',
    ]);
  });

  test('name what depends on the commit only when there is one', async () => {
    const tags = ['{version}', { sha: 8 }] as const;
    const commit = { $output: 'git:commit', field: 'commit' };
    const [, early] = await stepsOf({ image, build: {}, tags }, { commit });
    const [, known] = await stepsOf({ image, build: {}, tags }, { commit: sha('d') });
    expect(early?.title).toBe('push ghcr.io/acme/api:1.2.3');
    expect(known?.title).toBe('push ghcr.io/acme/api:1.2.3, dddddddd');
  });

  test("read the version by docker/metadata-action's rules from the tag that the release makes", async () => {
    const tags = ['type=semver,pattern={{version}}\ntype=semver,pattern={{major}}.{{minor}}'];
    const [, push, float] = await stepsOf({ image, build: {}, tags, flavor: ['latest=auto'] });
    expect([push?.title, float?.title]).toEqual([
      'push ghcr.io/acme/api:1.2.3',
      'move 1.2, latest of ghcr.io/acme/api',
    ]);
  });

  test('take the name from a variable, and none where it is not set', async () => {
    const options = { image: '$CI_REGISTRY_IMAGE/api', build: {}, tags: ['{version}'] };
    const env = { CI_REGISTRY_IMAGE: 'registry.lab:5050/group/project' };
    expect(ids(await stepsOf(options, {}, env))[1]).toBe('docker:push:registry.lab:5050/group/project/api');
    expect(await stepsOf(options)).toEqual([]);
    const problems = await docker(options).verify?.(contextOf({ version: '1.2.3' }));
    expect(problems).toMatchObject([{ code: 'DOCKER_IMAGE_UNKNOWN', severity: 'warning' }]);
  });

  test('fill a variable into the name in lower case, as registries want it', async () => {
    const options = { image: 'ghcr.io/$GITHUB_REPOSITORY/api', build: {}, tags: ['{version}'] };
    const env = { GITHUB_REPOSITORY: 'Acme/Harbour' };
    expect(ids(await stepsOf(options, {}, env))[1]).toBe('docker:push:ghcr.io/acme/harbour/api');
  });

  test('of every commit, as on GitLab, carry the tags of the commit and the branch alone', async () => {
    const env = {
      GITLAB_CI: 'true',
      CI_COMMIT_SHA: sha('c'),
      CI_COMMIT_BRANCH: 'test/gitlab-ci',
      CI_COMMIT_REF_NAME: 'test/gitlab-ci',
    };
    const tags = ['shortSha', 'refSlug', 'commitTag', '{version}', 'latest'];
    const options: DockerOptions = { image, build: {}, tags, when: 'commit' };
    expect(docker(options).continuous).toBe(true);
    const steps = await stepsOf(options, { changes: [], tags: [] }, env);
    expect(steps.map(({ title }) => title)).toEqual([
      'build ghcr.io/acme/api',
      'push ghcr.io/acme/api:test-gitlab-ci, cccccccc',
    ]);
  });

  test('of every commit carry no version in a release that has no git tag, as one of the chart alone', async () => {
    const tags = ['refSlug', 'commitTag', '{version}', 'latest'];
    const options: DockerOptions = { image, build: {}, tags, when: 'commit' };
    const env = { GITLAB_CI: 'true', CI_COMMIT_BRANCH: 'lab', CI_COMMIT_REF_NAME: 'lab' };
    const titles = async (change: object) => (await stepsOf(options, change, env)).map(({ title }) => title);
    expect(await titles({ tags: [] })).toEqual(['build ghcr.io/acme/api', 'push ghcr.io/acme/api:lab']);
    expect(await titles({})).toContain('move latest of ghcr.io/acme/api');
  });

  test.each([
    ['sha-{sha}', 'sha-{sha}', 'acme/api'],
    [`sha256:${'a'.repeat(64)}`, `sha256:${'a'.repeat(64)}`, 'acme/api'],
    ['ghcr.io/acme/ci:sha-{sha:long}', 'sha-{sha:long}', 'acme/ci'],
  ])('find the image %s as %s in %s', async (from, reference, repository) => {
    const [promote] = await stepsOf({ image, from });
    expect(promote?.input).toMatchObject({ reference, file: null, source: { repository } });
  });

  test('are told with no placeholder where the image is found by a template', async () => {
    const [promote] = await stepsOf({ image, from: 'ghcr.io/acme/ci:main-{sha:long}' });
    expect(promote?.title).toBe('find the image of this commit, main-…');
  });
});

test('the version must come from one track', async () => {
  const context = contextOf({ version: '1.0.0' });
  const tracks = [...context.tracks, { name: 'web', pins: [], paths: [], tag: { name: 'web-{version}' } }];
  const options: DockerOptions = { image: 'ghcr.io/acme/api', build: {} };
  expect(await docker(options).verify?.({ ...context, tracks })).toMatchObject([
    { code: 'DOCKER_TRACK_UNKNOWN' },
  ]);
  expect(await docker({ ...options, track: 'web' }).verify?.({ ...context, tracks })).toEqual([]);
});
