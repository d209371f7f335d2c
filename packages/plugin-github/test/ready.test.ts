import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { accessToken, jobToken, type World, type WorldOptions, worldOfTest } from './world.fixture.ts';

/** Tries to release, and gives the codes and what was written. */
async function refused(
  options: WorldOptions,
  env: Readonly<Record<string, string | undefined>> = {},
  prepare: (world: World) => void = () => undefined,
) {
  const world = await worldOfTest(options);
  prepare(world);
  const outcome = await world.release({}, env);
  return {
    codes: outcome.codes,
    outcome: outcome.outcome,
    messages: outcome.problems.map(({ message, fix }) => `${message} ${fix}`).join('\n'),
    writes: world.writes().length,
  };
}

const withToken = { GITHUB_TOKEN: accessToken };
const workflow = (permissions: string) => ({
  files: {
    '.github/workflows/release.yml': `on: push\npermissions: ${permissions}\njobs: { release: { steps: [] } }\n`,
  },
});

describe('before anything is written', () => {
  test('a workflow that does not hand its token on is told how', async () => {
    const found = await refused({}, { GITHUB_TOKEN: undefined });
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITHUB_TOKEN_MISSING'], writes: 0 });
    expect(found.messages).toContain("env: { GITHUB_TOKEN: '${{ github.token }}' }");
  });

  test('a token that is not accepted is told with its variable', async () => {
    const found = await refused({}, { GITHUB_TOKEN: 'ghs_of_a_job_that_has_ended' });
    expect(found).toMatchObject({ codes: ['FORGE_TOKEN_REFUSED'], writes: 0 });
    expect(found.messages).toContain("the workflow's own token of $GITHUB_TOKEN");
  });

  test.each(['{ contents: read }', '{ packages: write }', 'read-all', '{}'])(
    'permissions of the workflow that keep the token from writing (%s)',
    async (permissions) => {
      const found = await refused(workflow(permissions));
      expect(found).toMatchObject({ outcome: 'refused', codes: ['GITHUB_PERMISSION'], writes: 0 });
      expect(found.messages).toContain('`contents: write`');
    },
  );

  test("permissions of the workflow do not bind an App's token that was made in it", async () => {
    const app = 'ghs_4fJx9Qw2Lk7Zp1OfAnApp';
    const server = { tokens: { [app]: { kind: 'app' } } } as const;
    const found = await refused({ ...workflow('{}'), server }, { GITHUB_TOKEN: app });
    expect(found).toMatchObject({ outcome: 'released', codes: ['GITHUB_PERMISSION'] });
  });

  test.each(['{ contents: write }', 'write-all'])('permissions that suffice (%s)', async (permissions) => {
    expect(await refused(workflow(permissions))).toMatchObject({ outcome: 'released', codes: [] });
  });

  test('permissions that only GitHub knows are told at the first refusal, as a workflow spells them', async () => {
    const found = await refused({ server: { tokens: { [jobToken]: { kind: 'workflow', writes: [] } } } });
    expect(found).toMatchObject({ outcome: 'incomplete', codes: ['FORGE_DENIED'] });
    expect(found.messages).toContain('permissions: { contents: write }');
  });

  test('an account that may not push, where GitHub says so', async () => {
    const tokens = { [accessToken]: { kind: 'personal', push: false } } as const;
    const found = await refused({ server: { tokens } }, withToken);
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITHUB_ROLE'], writes: 0 });
  });

  test.each([
    ['gist', { outcome: 'refused', codes: ['GITHUB_TOKEN_SCOPE'] }],
    ['public_repo', { outcome: 'released', codes: [] }],
  ])('a classic token with the scope %s', async (scope, outcome) => {
    const classic = 'ghp_Zp1Lk72Qw9Jx4f';
    const tokens = { [classic]: { kind: 'classic', scopes: [scope] } } as const;
    expect(await refused({ server: { tokens } }, { GITHUB_TOKEN: classic })).toMatchObject(outcome);
  });

  test('an archived repository', async () => {
    const found = await refused({}, {}, ({ server }) => void (server.store.settings['archived'] = true));
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITHUB_ARCHIVED'], writes: 0 });
  });

  test('a pull request from a fork', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'launchway-event-'));
    const file = join(folder, 'event.json');
    await writeFile(file, '{ "pull_request": { "head": { "repo": { "full_name": "mallory/harbour" } } } }');
    const found = await refused({}, { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: file });
    expect(found).toMatchObject({ outcome: 'refused', codes: ['GITHUB_FORK'], writes: 0 });
    expect(found.messages).toContain('mallory/harbour');
    await rm(folder, { recursive: true });
  });
});
