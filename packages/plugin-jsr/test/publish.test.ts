import { describe, expect, test } from 'vitest';
import { denoPath } from './deno.fixture.ts';
import { secret, type World, worldOfTest } from './release.fixture.ts';

const posts = ({ registry }: World) => registry.requests.filter(({ method }) => method === 'POST');
const version = ({ registry }: World, name = '1.3.0') => registry.package('@acme/tiny')?.versions.get(name);
const upload = /\/versions\/1\.3\.0$/;

describe.skipIf(denoPath === undefined)('publishing (needs deno: npm install --save-dev deno)', () => {
  test('with a token puts it into the header alone', async () => {
    const here = await worldOfTest();
    const { outcome, steps, said } = await here.release();
    expect(outcome).toBe('released');
    expect(steps).toMatchObject({ 'jsr:check': 'done', 'jsr:publish:tiny': 'done' });
    expect(posts(here).map(({ headers }) => headers['authorization'])).toEqual([`Bearer ${secret}`]);
    expect(here.registry.file('@acme/tiny', '1.3.0', '/mod.ts')).toBe('export const two: number = 2;\n');
    expect(here.registry.file('@acme/tiny', '1.3.0', '/jsr.json')).toContain('"version": "1.3.0"');
    expect(said).not.toContain(secret);
  });

  test('as a workflow needs no token, and attests where it was built', async () => {
    const here = await worldOfTest({ workflow: true });
    expect(await here.release()).toMatchObject({ outcome: 'released', codes: [] });
    expect(version(here)).toMatchObject({ by: 'oidc', rekorLogId: '4242' });
  });

  test('leaves provenance out when told, or where the forge has none', async () => {
    const here = await worldOfTest({ workflow: true });
    await here.release({ provenance: false });
    expect(version(here)?.rekorLogId).toBeNull();

    const elsewhere = await worldOfTest({ workflow: true });
    Object.assign(elsewhere.env, { GITHUB_SERVER_URL: 'https://git.corp.test', JSR_TOKEN: secret });
    expect((await elsewhere.release()).outcome).toBe('released');
    expect(version(elsewhere)).toMatchObject({ by: 'token', rekorLogId: null });
  });

  test('survives a stumble of the server at a poll and at the upload', async () => {
    const here = await worldOfTest();
    here.registry.next({ status: 'pending', polls: 0 });
    here.registry.fail({ what: 502, method: 'GET', path: /publish_status/ });
    here.registry.fail({ what: 502, method: 'POST', path: upload });
    expect((await here.release()).outcome).toBe('released');
    expect(version(here)?.by).toBe('token');
  });

  test('counts as done when the answer to the upload is lost', async () => {
    const here = await worldOfTest();
    here.registry.fail({ what: 'reset', method: 'POST', path: upload });
    expect((await here.release()).outcome).toBe('released');
    expect(here.registry.tasks).toHaveLength(1);
  });

  test.each([
    ['the manifest of files', /1\.3\.0_meta\.json$/],
    ['Fulcio', /signingCert$/],
    ['Rekor', /log\/entries$/],
  ])('counts as done, and says so, when provenance is lost to a fault of %s', async (_name, path) => {
    const here = await worldOfTest({ workflow: true });
    here.registry.fail({
      what: path.test('/log/entries') || path.test('/signingCert') ? 500 : { status: 200, body: 'not json' },
      path,
    });
    const { outcome, said } = await here.release();
    expect(outcome).toBe('released');
    expect(said).toContain('is published, but without provenance');
  });

  test('says so when the registry does not take the provenance', async () => {
    const here = await worldOfTest({ workflow: true });
    const body = { code: 'malformedRequest', message: 'the certificate chain is unknown' };
    here.registry.fail({ what: { status: 400, body }, path: /provenance$/ });
    const { outcome, said } = await here.release();
    expect(outcome).toBe('released');
    expect(said).toContain('without provenance: the certificate chain is unknown');
  });

  test('counts as done when an emoji in the name of the workflow makes deno fail afterwards', async () => {
    const here = await worldOfTest({
      workflow: true,
      registry: { workflow: { workflow: '🚀🚀 release > all?' } },
    });
    const { outcome, codes } = await here.release();
    expect(outcome).toBe('released');
    expect(codes).toContain('JSR_WORKFLOW_NAME');
    expect(version(here)?.rekorLogId).toBeNull();
  });

  test('names the task that does not come to an end, and goes on with it later', {
    timeout: 120_000,
  }, async () => {
    const here = await worldOfTest();
    here.registry.next({ status: 'pending', polls: 1000 });
    const first = await here.release({ timeout: '6s' });
    expect(first).toMatchObject({ outcome: 'incomplete', codes: ['JSR_TASK_STUCK'] });
    expect(first.problems[0]?.message).toContain('task task-1 is still pending after 6 seconds');
    expect(first.problems[0]?.fix).toContain(`${here.registry.url}status/task-1`);

    for (const task of here.registry.tasks) task.polls = 0;
    expect(await here.release()).toMatchObject({ outcome: 'resumed' });
    expect(here.registry.tasks).toHaveLength(1);
  });

  test.each([['missingConstraint', 'specifier npm:left-pad has no version constraint', 'JSR_REFUSED']])(
    'tells why a task failed: %s',
    async (code, message, expected) => {
      const here = await worldOfTest();
      here.registry.next({ status: 'failure', code, message });
      const { outcome, problems } = await here.release();
      expect(outcome).toBe('incomplete');
      expect(problems[0]).toMatchObject({ code: expected });
      expect(problems[0]?.message).toContain(`${message} (${code})`);
      expect(here.registry.tasks).toHaveLength(1);
    },
  );

  test.each([
    [401, 'invalidBearerToken', 'JSR_TOKEN_REFUSED'],
    [403, 'actorNotAuthorized', 'JSR_NOT_LINKED'],
    [404, 'packageNotFound', 'JSR_PACKAGE_MISSING'],
    [413, 'tarballSizeLimitExceeded', 'JSR_TOO_LARGE'],
  ])('explains a refusal of the upload at once: %i %s', async (status, code, expected) => {
    const here = await worldOfTest();
    here.registry.fail({
      what: { status, body: { code, message: 'because' } },
      method: 'POST',
      path: upload,
      times: 9,
    });
    const { outcome, codes } = await here.release();
    expect({ outcome, codes }).toEqual({ outcome: 'incomplete', codes: [expected] });
    expect(posts(here)).toHaveLength(1);
  });

  test.each([
    [403, 'JSR_OIDC_PERMISSION', 'id-token: write'],
    [500, 'JSR_UNAVAILABLE', 'Run `release` again'],
  ])('tells that GitHub gives no identity: %i', async (status, code, fix) => {
    const here = await worldOfTest({ workflow: true });
    here.registry.fail({ what: status, path: /token$/, times: 99 });
    const { outcome, problems } = await here.release();
    expect(outcome).toBe('incomplete');
    expect(problems[0]).toMatchObject({ code, fix: expect.stringContaining(fix) });
    expect(here.registry.tasks).toHaveLength(0);
  });

  /** Lets the registry answer so when deno asks for the package, after all that is asked before. */
  async function whenDenoAsks(here: World, status: number): Promise<void> {
    const path = /packages\/tiny$/;
    await here.ready();
    const before = here.registry.requests.filter(({ target }) => path.test(target)).length;
    here.registry.fail({ what: status, method: 'GET', path, after: before, times: 99 });
  }

  test('goes on, as deno does, where the registry does not tell of the package', async () => {
    const here = await worldOfTest();
    await whenDenoAsks(here, 500);
    expect((await here.release()).outcome).toBe('released');
  });

  test('tells that the package has gone when deno asks for it', async () => {
    const here = await worldOfTest();
    await whenDenoAsks(here, 404);
    expect(await here.release()).toMatchObject({ outcome: 'incomplete', codes: ['JSR_PACKAGE_MISSING'] });
  });

  test('is completed by the next run where the registry broke off each time', async () => {
    const here = await worldOfTest();
    here.registry.fail({ what: 'refused', method: 'POST', path: upload, times: 3 });
    expect(await here.release()).toMatchObject({ outcome: 'incomplete', codes: ['JSR_UNAVAILABLE'] });
    expect(here.registry.tasks).toHaveLength(0);
    expect(await here.release()).toMatchObject({ outcome: 'resumed', codes: [] });
  });

  test('refuses a version that is out with other content, and takes one that is ours', async () => {
    const here = await worldOfTest();
    await here.release();
    const held = version(here);
    expect((await here.publish()).outcome).toBe('complete');
    here.registry.package('@acme/tiny')?.versions.set('1.3.0', {
      by: 'token',
      rekorLogId: null,
      yanked: false,
      files: new Map([...(held?.files ?? []), ['/mod.ts', Buffer.from('export const other = 3;\n')]]),
    });
    const { outcome, problems } = await here.publish();
    expect(outcome).toBe('incomplete');
    expect(problems[0]).toMatchObject({ code: 'JSR_DIFFERENT_CONTENT' });
    expect(problems[0]?.message).toContain('mod.ts');
  });

  test('does not take an old manifest for a release', async () => {
    const here = await worldOfTest();
    const stale = `const f='packages/tiny/jsr.json',s=require('fs');s.writeFileSync(f,s.readFileSync(f,'utf8').replace('1.3.0','1.2.3'))`;
    const { outcome, codes } = await here.release({ prepare: [process.execPath, '-e', stale] });
    expect({ outcome, codes }).toEqual({ outcome: 'refused', codes: ['JSR_STALE_MANIFEST'] });
  });

  test('ends before anything is visible when deno finds the package wanting', async () => {
    const here = await worldOfTest({
      change: {
        'packages/tiny/mod.ts':
          'export const slow = Math.random().toString();\nexport function f() { return { a: slow }; }\n',
      },
    });
    const { outcome, problems } = await here.release();
    expect({ outcome, code: problems[0]?.code }).toEqual({ outcome: 'refused', code: 'JSR_CHECK_FAILED' });
    expect(problems[0]?.message).toContain('missing-explicit-return-type');
    expect(Object.keys((await here.repository.snapshot()).remote)).toEqual(['refs/heads/main']);
    expect((await here.release({ allowSlowTypes: true })).outcome).toBe('released');
  });
});
