import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { denoPath } from './deno.fixture.ts';
import { secret, tiny, type World, worldOfTest } from './release.fixture.ts';

/** Problems of a dry run, after which nothing has been written. */
async function found(here: World, options?: object) {
  const { problems } = await here.ready(options);
  expect(here.registry.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  return problems;
}

const codes = async (here: World, options?: object) => (await found(here, options)).map(({ code }) => code);

describe.skipIf(denoPath === undefined)('readiness (needs deno: npm install --save-dev deno)', () => {
  test('is given with a good token, a limited one, and the identity of a workflow', async () => {
    expect(await codes(await worldOfTest())).toEqual([]);
    expect(
      await codes(
        await worldOfTest({ registry: { tokens: { [secret]: { user: 'ada', restricted: true } } } }),
      ),
    ).toEqual([]);
    expect(await codes(await worldOfTest({ workflow: true }))).toEqual([]);
  });

  test('lists the files that users will get, those with a dot too, and none of another package', async () => {
    const here = await worldOfTest({
      files: {
        ...tiny,
        'packages/tiny/.editorconfig': 'root = true\n',
        'packages/tiny/mod_test.ts': 'export {};\n',
        'packages/tiny/notes.md': '',
        'packages/tiny/jsr.json':
          '{ "name": "@acme/tiny", "version": "1.2.3", "license": "MIT", "exports": "./mod.ts", "publish": { "exclude": ["*.md"] } }\n',
        'packages/tiny/inner/jsr.json':
          '{ "name": "@acme/inner", "version": "1.0.0", "license": "MIT", "exports": "./mod.ts" }\n',
        'packages/tiny/inner/mod.ts': 'export const inner: number = 1;\n',
      },
      plugin: { packages: ['packages/tiny', 'packages/tiny/inner'] },
    });
    const { codes: found, preview } = await here.ready();
    expect(preview).toContain('@acme/tiny ships 4 files: .editorconfig, jsr.json, mod.ts, mod_test.ts');
    expect(found).toContain('JSR_HIDDEN_FILE');
  });

  test('finds a token that is refused, and never tells it', async () => {
    const here = await worldOfTest({ registry: { tokens: {} } });
    const { problems, said } = await here.ready();
    expect(problems.map(({ code }) => code)).toEqual(['JSR_TOKEN_REFUSED']);
    expect(problems[0]?.message).toContain('$JSR_TOKEN');
    expect(said).not.toContain(secret);
  });

  test('finds that the package is missing, archived, or linked elsewhere', async () => {
    const missing = await found(await worldOfTest({ registry: { packages: [] } }));
    expect(missing.map(({ code }) => code)).toEqual(['JSR_PACKAGE_MISSING', 'JSR_NOT_MEMBER']);
    expect(missing[0]?.fix).toContain('new?scope=acme&package=tiny&from=cli');

    const here = await worldOfTest({ workflow: true });
    const held = here.registry.package('@acme/tiny');
    Object.assign(held ?? {}, { archived: true, repository: { id: 1, owner: 'acme', name: 'widgets' } });
    const problems = await found(here);
    expect(problems.map(({ code }) => code)).toEqual(['JSR_ARCHIVED', 'JSR_NOT_LINKED']);
    expect(problems[1]?.message).toContain('an earlier repository named acme/widgets');
  });

  test('warns of strangers to the scope', async () => {
    const here = await worldOfTest({ workflow: true });
    Object.assign(here.env, { GITHUB_ACTOR: 'release-bot', GITHUB_ACTOR_ID: '99' });
    const [problem] = await found(here);
    expect(problem).toMatchObject({ code: 'JSR_NOT_MEMBER', severity: 'warning' });
    expect(problem?.message).toContain('release-bot is no member of the scope @acme');
  });

  test('finds a workflow that may not ask for an identity', async () => {
    const here = await worldOfTest({ workflow: true });
    delete here.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
    expect((await found(here))[0]).toMatchObject({
      code: 'JSR_OIDC_PERMISSION',
      fix: expect.stringContaining('id-token: write'),
    });
  });

  test.each([
    ['GitLab', { GITLAB_CI: 'true' }, 'GitLab pipelines'],
    [
      'GitHub Enterprise Server',
      { GITHUB_ACTIONS: 'true', GITHUB_SERVER_URL: 'https://git.corp.test' },
      'git.corp.test (GitHub Enterprise Server',
    ],
    ['Gitea', { GITHUB_ACTIONS: 'true', GITEA_ACTIONS: 'true' }, 'Gitea and Forgejo'],
    ['a terminal', {}, 'no GitHub Actions workflow'],
  ])('says plainly that JSR knows no identity of %s', async (_name, env, said) => {
    const here = await worldOfTest();
    delete here.env['JSR_TOKEN'];
    Object.assign(here.env, env);
    const problems = await found(here);
    expect(problems.map(({ code }) => code)).toEqual(['JSR_OIDC_ELSEWHERE']);
    expect(problems[0]?.message).toContain(said);
    expect(problems[0]?.fix).toContain('$JSR_TOKEN');
  });

  test('takes what the options say: only a token, only an identity, another variable', async () => {
    const here = await worldOfTest();
    expect(await codes(here, { auth: 'oidc' })).toEqual(['JSR_OIDC_ELSEWHERE']);
    expect(await codes(here, { token: 'OTHER_TOKEN', auth: 'token' })).toEqual(['JSR_CREDENTIAL_MISSING']);
    here.env['OTHER_TOKEN'] = secret;
    expect(await codes(here, { token: 'OTHER_TOKEN' })).toEqual([]);
  });

  test.each(['🚀 release', 'build > publish', 'ready?', 'naïve'])(
    'warns of the workflow name %s',
    async (name) => {
      const here = await worldOfTest({ workflow: true });
      here.env['GITHUB_WORKFLOW'] = name;
      expect(await codes(here)).toEqual(['JSR_WORKFLOW_NAME']);
      expect(await codes(here, { provenance: false })).toEqual([]);
    },
  );

  test('finds that deno is not where it should be', async () => {
    const here = await worldOfTest();
    expect(await codes(here, { deno: '/nowhere/deno' })).toEqual(['JSR_DENO_MISSING']);
    here.env['DENO_BIN_PATH'] = '/nowhere/deno';
    expect(await codes(here)).toEqual(['JSR_DENO_MISSING']);
  });

  test('does not take a deno that is slow to start for one that is missing', async () => {
    const here = await worldOfTest();
    const slow = join(here.repository.path, 'deno');
    await writeFile(slow, '#!/bin/sh\nexec sleep 30\n', { mode: 0o755 });
    here.env['LAUNCHWAY_TIMEOUT'] = '1';
    expect(await codes(here, { deno: slow })).toEqual(['COMMAND_TIMEOUT']);
  });

  test('finds that deno is too old', async () => {
    const here = await worldOfTest();
    const old = join(here.repository.path, 'deno');
    await writeFile(old, '#!/bin/sh\necho "deno 2.6.7 (stable)"\n', { mode: 0o755 });
    const problems = await found(here, { deno: old });
    expect(problems[0]).toMatchObject({
      code: 'JSR_DENO_OLD',
      message: `${old} is deno 2.6.7; publishing needs 2.9.0 or newer.`,
    });
  });
});
