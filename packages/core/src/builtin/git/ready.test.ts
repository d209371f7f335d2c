import { describe, expect, it, onTestFinished } from 'vitest';
import { Clone } from '../../effects/git/writing/clone.fixture.ts';
import type { Effects } from '../../model/ports.ts';
import { apply, gitlab, ready, remoteRefs, stepsOf, token, world } from './steps.fixture.ts';

describe('readiness', () => {
  it('changes nothing and sends nothing that writes', async () => {
    const here = await world();
    const refs = remoteRefs(here);
    expect(await ready(stepsOf(here), await here.effects())).toEqual([]);
    expect(remoteRefs(here)).toEqual(refs);
    expect(here.server.requests.filter(({ operation }) => operation === 'push')).toEqual([]);
    expect(here.server.requests.map(({ operation }) => operation)).toContain('list-for-push');
  });

  it.each([
    ['no credential', {}, 'PUSH_DENIED'],
    ['a wrong one', { GITLAB_TOKEN: 'wrong-0123456789' }, 'PUSH_DENIED'],
    ["another forge's", { GITHUB_TOKEN: token }, 'PUSH_DENIED'],
  ])('refuses %s', async (_what, env, code) => {
    const here = await world(gitlab);
    expect(await ready(stepsOf(here), await here.effects(env))).toEqual([code]);
  });

  it('asks a server again that fails for the moment, whatever it is asked for', async () => {
    const here = await world();
    here.server.fail({ on: 'list', kind: 'status', status: 503 });
    here.server.fail({ on: 'list', kind: 'reset' });
    here.server.fail({ on: 'list-for-push', kind: 'status', status: 502 });
    expect(await ready(stepsOf(here), await here.effects())).toEqual([]);
    expect(here.server.requests.map(({ operation }) => operation)).not.toContain('push');
  });

  it('refuses a credential that may only read', async () => {
    const here = await world({
      credentials: [{ username: 'gitlab-ci-token', password: token, write: false }],
    });
    expect(await ready(stepsOf(here), await here.effects({ CI_JOB_TOKEN: token }))).toEqual(['PUSH_DENIED']);
  });

  it('refuses a configured credential that is not set', async () => {
    const here = await world();
    const steps = stepsOf(here, { options: { credential: { env: ['A', 'B'] } } });
    expect(await ready(steps, await here.effects())).toEqual(['PUSH_DENIED']);
  });

  it('takes what git has by itself', async () => {
    const here = await world(gitlab);
    const basic = Buffer.from(`oauth2:${token}`).toString('base64');
    here.clone.git('config', `http.${here.server.url}/.extraheader`, `AUTHORIZATION: basic ${basic}`);
    expect(await ready(stepsOf(here), await here.effects({ CI_JOB_TOKEN: 'reads-only-0123' }))).toEqual([]);
  });

  it.each([
    { LAUNCHWAY_GIT_TOKEN: token, LAUNCHWAY_GIT_TOKEN_USERNAME: 'oauth2' },
    { LAUNCHWAY_GIT_TOKEN: token },
  ])('takes LAUNCHWAY_GIT_TOKEN first', async (env) => {
    const here = await world(gitlab);
    expect(await ready(stepsOf(here), await here.effects({ ...env, GITLAB_TOKEN: 'no' }))).toEqual([]);
  });

  it('refuses a lost race, whose tags are no mistake, and an unknown branch', async () => {
    const here = await world();
    const steps = stepsOf(here);
    const unknown = stepsOf(here, { branch: null });
    const first = here.clone.head();
    here.clone.commit('feat: by another');
    here.clone.git('push', '--quiet', here.repository.path, 'HEAD:main', `${first}:refs/tags/v1.3.0`);
    here.clone.git('reset', '--quiet', '--hard', first);
    const effects = await here.effects();
    expect(await ready(steps, effects)).toEqual(['LOST_RACE']);
    expect(await ready(unknown, effects)).toEqual(['BRANCH_UNKNOWN']);
    await expect(apply(steps, effects)).rejects.toMatchObject({ kind: 'lost' });
  });

  it('has lost the race to a push that comes between looking and proving the right to push', async () => {
    const here = await world();
    const steps = stepsOf(here);
    const effects = await here.effects();
    const another = Clone.begin();
    onTestFinished(() => another.remove());
    another.git('pull', '--quiet', '--rebase', here.repository.path, 'main');
    another.commit('feat: by another');
    const overtaken: Effects = {
      ...effects,
      query: async (argv, options) => {
        if (argv.includes('--dry-run')) another.git('push', '--quiet', here.repository.path, 'HEAD:main');
        return effects.query(argv, options);
      },
    };
    expect(await ready(steps, overtaken)).toEqual(['LOST_RACE']);
  });

  it('refuses a remote that is not there', async () => {
    const here = await world();
    expect(await ready(stepsOf(here, { options: { remote: 'upstream' } }), await here.effects())).toEqual([
      'REMOTE_NOT_FOUND',
    ]);
  });
});
