import { describe, expect, test } from 'vitest';
import { accessToken, jobToken, type World, type WorldOptions, worldOfTest } from './world.fixture.ts';

const deploy = 'gldt-8a7b6c5d4e';
const oauth = 'c0ffee'.padEnd(64, '0');

/** Runs dry and gives the codes, with proof that nothing was changed. */
async function codes(
  options: WorldOptions,
  env: Readonly<Record<string, string | undefined>> = {},
  prepare: (world: World) => void = () => undefined,
) {
  const world = await worldOfTest(options);
  prepare(world);
  const outcome = await world.release({ packages: [{ name: 'tool', files: ['src/*'] }] }, env);
  return {
    codes: outcome.codes,
    messages: outcome.problems.map(({ message }) => message).join('\n'),
    outcome: outcome.outcome,
    writes: world.server.requests.filter(({ method }) => method !== 'GET').length,
  };
}

const withToken = { GITLAB_TOKEN: accessToken };
const tokens = (level: number, scopes = ['api']) =>
  ({
    server: { tokens: { [accessToken]: { kind: 'personal', level, scopes }, [jobToken]: { kind: 'job' } } },
  }) as const;

describe('before anything is written', () => {
  test('a token that is missing where the ref is not protected is explained so', async () => {
    const found = await codes({ job: { branch: 'main', protected: false } }, { CI_JOB_TOKEN: undefined });
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITLAB_TOKEN_MISSING'], writes: 0 });
    expect(found.messages).toContain('"main", which is not protected');
  });

  test('a protected variable that is missing in the pipeline of a tag is explained so', async () => {
    const world = await worldOfTest();
    world.server.fail({ what: 403, method: 'POST', path: /\/releases$/ });
    await world.release({});
    await world.repository.git('fetch', '-q', '--tags', 'origin');
    await world.repository.git('checkout', '-q', 'tool/v3.2.0');
    const job = { ...world.server.job({ tag: 'tool/v3.2.0' }), CI_COMMIT_BRANCH: undefined };
    const { problems } = await world.release({ token: 'RELEASE_TOKEN' }, job);
    expect(problems[0]).toMatchObject({
      code: 'GITLAB_TOKEN_MISSING',
      message:
        'None of $RELEASE_TOKEN is set. This pipeline runs for "tool/v3.2.0", which is not protected, so it does not get protected variables.',
      fix: expect.stringContaining('Protect the tags (such as `v*`)'),
    });
  });

  test('a deploy token writes packages in its header, where no release is asked for', async () => {
    const world = await worldOfTest({ server: { tokens: { [deploy]: { kind: 'deploy' } } } });
    const packages = [{ name: 'tool', files: ['src/*'] }];
    const outcome = await world.release({ packages, release: false }, { GITLAB_TOKEN: deploy });
    expect(outcome).toMatchObject({ outcome: 'released', codes: [] });
    expect(world.server.requests.every(({ headers }) => headers['deploy-token'] === deploy)).toBe(true);
    expect(world.server.project.packages).toHaveLength(1);
  });

  test('a trigger token may write nothing', async () => {
    const found = await codes({}, { GITLAB_TOKEN: 'glptt-0f1e2d3c4b5a' });
    expect(found).toMatchObject({
      outcome: 'refused',
      codes: ['GITLAB_TOKEN_KIND', 'GITLAB_TOKEN_KIND'],
      writes: 0,
    });
    expect(found.messages).toContain('The trigger token of $GITLAB_TOKEN');
  });

  test('milestones that GitLab does not have', async () => {
    const world = await worldOfTest();
    world.server.project.milestones.push('Spring');
    const outcome = await world.release({ release: { milestones: ['Spring', 'Winter'] } }, withToken);
    expect(outcome).toMatchObject({ outcome: 'refused', codes: ['GITLAB_MILESTONE_MISSING'] });
    expect(outcome.problems[0]?.message).toContain('belong to "Winter", and');
  });

  test('a deploy token may not write releases', async () => {
    const found = await codes(
      { server: { tokens: { [deploy]: { kind: 'deploy' } } } },
      { GITLAB_TOKEN: deploy },
    );
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITLAB_TOKEN_KIND'], writes: 0 });
  });

  test('a job token that has expired is told with its variable', async () => {
    const found = await codes({}, { CI_JOB_TOKEN: 'glcbt-of-a-job-that-has-ended' });
    expect(new Set(found.codes)).toEqual(new Set(['FORGE_TOKEN_REFUSED']));
    expect(found.writes).toBe(0);
    expect(found.messages).toContain('the job token of $CI_JOB_TOKEN');
  });

  test.each([
    ['a scope that is too small', tokens(40, ['read_api']), 'GITLAB_TOKEN_SCOPE'],
    [
      'a role that is too small',
      { server: { tokens: { [accessToken]: { kind: 'personal', level: 20 } } } } as const,
      undefined,
    ],
  ])('%s', async (_name, options, code) => {
    const found = await codes(options, withToken, ({ server }) => {
      server.project.settings['permissions'] = {
        project_access: { access_level: 20 },
        group_access: { access_level: 10 },
      };
    });
    expect(found.codes).toContain(code ?? 'GITLAB_ROLE');
    expect(found.writes).toBe(0);
  });

  test('permissions that are null prove nothing', async () => {
    const found = await codes(tokens(40), withToken, ({ server }) => {
      server.project.settings['permissions'] = { project_access: null, group_access: null };
    });
    expect(found).toMatchObject({ outcome: 'released', codes: [] });
  });

  test.each([
    ['releases_access_level', 'disabled'],
    ['packages_enabled', false],
    ['archived', true],
  ])('a project whose %s is %s', async (field, value) => {
    const found = await codes(tokens(40), withToken, ({ server }) => {
      server.project.settings[field] = value;
    });
    expect(found.codes).toContain('GITLAB_FEATURE_OFF');
    expect(found.writes).toBe(0);
  });

  test('the package registry that is off is found with a job token too', async () => {
    const found = await codes({}, {}, ({ server }) => {
      server.project.settings['packages_enabled'] = false;
    });
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITLAB_FEATURE_OFF'], writes: 0 });
    expect(found.messages).toContain('the package registry is switched off, or kept from tokens');
  });

  test('a tag that is protected from everybody', async () => {
    const found = await codes(tokens(40), withToken, ({ server }) => {
      server.project.protectedTags.push({ name: 'tool/*', level: 0 });
    });
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITLAB_ROLE'], writes: 0 });
  });

  test('a deploy freeze', async () => {
    const found = await codes({ job: { freeze: true } });
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITLAB_FREEZE'], writes: 0 });
  });

  test('a project by its path, below a subpath, with an OAuth token', async () => {
    const world = await worldOfTest({
      server: { tokens: { [oauth]: { kind: 'oauth' } }, subpath: '/deep/er' },
    });
    const { url, requests } = world.server;
    const elsewhere = { GITLAB_TOKEN: oauth, CI_PROJECT_ID: undefined, CI_PROJECT_PATH: undefined };
    const outcome = await world.release({ url, project: 'group/harbour' }, elsewhere);
    expect(outcome.outcome).toBe('released');
    expect(requests.every(({ headers }) => headers['authorization'] === `Bearer ${oauth}`)).toBe(true);
    expect(requests.every(({ target }) => target.startsWith('/projects/group%2Fharbour'))).toBe(true);
  });

  test('a token somebody has made comes before the one of the job', async () => {
    const world = await worldOfTest();
    await world.release({}, withToken);
    expect(world.server.requests.every(({ headers }) => headers['private-token'] === accessToken)).toBe(true);
  });
});
