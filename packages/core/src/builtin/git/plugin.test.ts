import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Clone, release as change } from '../../effects/git/writing/clone.fixture.ts';
import {
  apply,
  effectsOf,
  gitlab,
  kindOf,
  ready,
  remoteRefs,
  stepsOf,
  token,
  type World,
  world,
} from './steps.fixture.ts';

describe('the plan', () => {
  it('is a commit, one push of the branch with three tags, and each further tag by itself', async () => {
    const here = await world();
    const steps = stepsOf(here, { tags: ['v1', 'app-v1', 'shared-v1', 'cli-v1'] });
    expect(steps.map(({ id, title }) => `${id}: ${title}`)).toEqual([
      'git:commit: commit "chore(release): bump chart to v1.3.0"',
      'git:push: push main, v1, app-v1, shared-v1 to origin',
      'git:tag:cli-v1: push cli-v1 to origin',
    ]);
    expect(steps[2]?.needs).toEqual(['git:push']);
    expect(JSON.parse(JSON.stringify(steps))).toEqual(steps);
  });

  it('follows the options', async () => {
    const options = {
      remote: 'upstream',
      branch: 'release/1.x',
      message: 'release: {version}',
      tagMessage: '{track} {version}',
      pushOptions: ['ci.skip'],
      credential: { env: 'MY_TOKEN' },
    };
    const [commit, push] = stepsOf(await world(), { options });
    expect(commit?.input['message']).toBe('release: 1.3.0');
    expect(push?.input).toMatchObject({
      remote: 'upstream',
      branch: 'release/1.x',
      tags: [{ name: 'v1.3.0', message: 'chart 1.3.0' }],
      pushOptions: ['ci.skip'],
      credential: { env: 'MY_TOKEN' },
    });
  });

  it('makes no commit where it is made, and has nothing to do without branch and tags', async () => {
    const here = await world();
    expect(stepsOf(here, { made: here.clone.head() }).map(({ id }) => id)).toEqual(['git:push']);
    expect(stepsOf(here, { made: here.clone.head(), branch: null, tags: [] })).toEqual([]);
  });
});

describe('a release', () => {
  it('is pushed and followed, then every step is done', async () => {
    const here = await world(gitlab);
    const effects = await here.effects({ GITLAB_TOKEN: token });
    const steps = stepsOf(here, { tags: ['v1.3.0', 'b', 'c', 'd', 'e'] });
    const before = here.clone.state();
    expect(await ready(steps, effects)).toEqual([]);
    expect(here.clone.state()).toBe(before);
    const { 'git:commit': commit } = await apply(steps, effects);
    expect(remoteRefs(here)).toEqual([
      'refs/heads/main',
      ...['b', 'c', 'd', 'e', 'v1.3.0'].map((tag) => `refs/tags/${tag}`),
    ]);
    expect(here.clone.head()).toBe(commit?.['commit']);
    expect(here.clone.git('tag', '--list').split('\n')).toEqual(['b', 'c', 'd', 'e', 'v1.3.0']);
    expect(here.clone.git('status', '--short')).toBe('');
    const pushes = here.server.requests.flatMap(({ push }) =>
      push === undefined ? [] : [push.commands.length],
    );
    expect(pushes).toEqual([4, 1, 1]);
    expect(here.said).toEqual([]);
  });

  it('takes commits along that were not pushed yet', async () => {
    const here = await world();
    here.clone.commit('feat: local');
    const steps = stepsOf(here);
    const effects = await here.effects();
    expect(await ready(steps, effects)).toEqual([]);
    await apply(steps, effects);
    expect(here.clone.git('log', '--format=%s', 'refs/remotes/origin/main').split('\n')).toHaveLength(3);
  });

  it('works from the shallow, detached checkout of a CI job, and from a partial one', async () => {
    for (const how of ['--depth=1', '--filter=blob:none']) {
      const here = await world();
      here.clone.commit('feat: more');
      here.clone.git('push', '--quiet', here.repository.path, 'main');
      const job = new Clone();
      onTestFinished(() => job.remove());
      here.clone.git('--git-dir', here.repository.path, 'config', 'uploadpack.allowFilter', 'true');
      job.git('clone', '--quiet', how, `file://${here.repository.path}`, '.');
      job.git('remote', 'set-url', 'origin', here.repository.url);
      job.git('checkout', '--quiet', '--detach');
      const at = { ...here, clone: job };
      const effects = await effectsOf(job, { CI: 'true' }, here.said);
      const steps = stepsOf(at);
      expect(await ready(steps, effects)).toEqual([]);
      const boundary = job.git('rev-list', '--max-parents=0', 'HEAD');
      await apply(steps, effects);
      expect(job.git('rev-list', '--max-parents=0', 'HEAD')).toBe(boundary);
      expect(job.git('log', '-1', '--format=%an')).toBe('launchway');
      expect(remoteRefs(here)).toEqual(['refs/heads/main', 'refs/tags/v1.3.0']);
    }
  });

  it('says what stayed behind', async () => {
    const here = await world();
    const steps = stepsOf(here);
    here.clone.write('charts/Chart.yaml', 'mine\n');
    await apply(steps, await here.effects());
    expect(here.said.join()).toContain('charts/Chart.yaml');
  });
});

describe('a release that is completed', () => {
  async function released(here: World): Promise<string> {
    const { 'git:commit': commit } = await apply(
      stepsOf(here, { tags: [] }).slice(0, 2),
      await here.effects(),
    );
    return typeof commit?.['commit'] === 'string' ? commit['commit'] : '';
  }

  it('gets its missing tags, without a commit and without its branch moving', async () => {
    const here = await world();
    const made = await released(here);
    here.clone.commit('feat: later');
    here.clone.git('push', '--quiet', here.repository.path, 'main');
    const head = here.clone.head();
    await apply(stepsOf(here, { made, head: `${made}~1` }), await here.effects());
    expect(remoteRefs(here)).toEqual(['refs/heads/main', 'refs/tags/v1.3.0']);
    expect(here.clone.git('rev-parse', 'v1.3.0^{commit}')).toBe(made);
    expect(here.clone.head()).toBe(head);
    expect(here.clone.git('ls-remote', here.repository.path, 'main')).toContain(head);
  });

  it('is done in a clone that does not know the newest commits, which then stay unknown', async () => {
    const here = await world();
    const made = await released(here);
    const other = new Clone();
    onTestFinished(() => other.remove());
    other.git('clone', '--quiet', '--branch', 'main', here.repository.path, '.');
    other.git(
      '-c',
      'user.name=Eve',
      '-c',
      'user.email=eve@example.com',
      'commit',
      '--quiet',
      '--allow-empty',
      '--message',
      'x',
    );
    other.git('push', '--quiet', 'origin', 'main');
    const [step] = stepsOf(here, { made, tags: [] });
    if (step === undefined) throw new TypeError('no step');
    expect(await kindOf(step).probe(step.input, await here.effects())).toMatchObject({ state: 'done' });
    expect(() => here.clone.git('cat-file', '-e', other.head())).toThrow(/cat-file/);
  });

  it('moves the branch forward where the push was never made', async () => {
    const here = await world();
    const effects = await here.effects();
    const made = await effects.repository.commit({ parent: here.clone.head(), ...change });
    await apply(stepsOf(here, { made }), effects);
    expect(here.clone.git('ls-remote', here.repository.path, 'main')).toContain(made);
    expect(here.clone.head()).toBe(made);
  });

  it('is refused where the branch went another way, or its tag is elsewhere', async () => {
    const here = await world();
    const effects = await here.effects();
    const parent = here.clone.head();
    const made = await effects.repository.commit({ parent, ...change });
    here.clone.commit('feat: another way');
    here.clone.git('push', '--quiet', here.repository.path, 'main', `${parent}:refs/tags/v1.3.0`);
    const steps = stepsOf(here, { made, head: parent });
    expect(await ready(steps, effects)).toEqual(['BRANCH_DIVERGED', 'TAG_ELSEWHERE']);
    const [step] = stepsOf(here, { made, branch: null });
    if (step === undefined) throw new TypeError('no step');
    const seen = await kindOf(step).probe(step.input, effects);
    expect(seen).toMatchObject({ state: 'conflict', problem: { code: 'TAG_ELSEWHERE' } });
    const message = seen.state === 'conflict' ? seen.problem.message : '';
    expect([parent, made].every((commit) => message.includes(commit.slice(0, 8)))).toBe(true);
  });

  it('checks out the release as it was committed', async () => {
    const here = await world();
    const effects = await here.effects();
    const made = await released(here);
    expect(await effects.folder(await effects.checkout(made)).text(join('charts', 'Chart.yaml'))).toContain(
      '1.3.0',
    );
  });
});
