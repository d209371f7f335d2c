import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  credential,
  credentials,
  failureOf,
  goOn,
  listenToGit,
  prepare,
  push,
  token,
  type World,
  world,
} from './push.fixture.ts';
import { createGitWrites } from './writes.ts';

describe('a push', () => {
  it.each(['sha1', 'sha256'] as const)(
    'brings branch and tag at once, and nothing else (%s)',
    async (format) => {
      const here = await world({ credentials }, format);
      here.clone.git('tag', '--annotate', '--message', 'mine', 'private-local-tag');
      here.clone.git('config', 'push.followTags', 'true');
      here.clone.git('config', 'push.pushOption', 'ci.skip');
      here.clone.git('config', 'push.recurseSubmodules', 'on-demand');
      here.clone.git('config', 'remote.origin.push', 'refs/tags/*:refs/tags/*');
      here.clone.git('config', 'remote.origin.mirror', 'true');
      const before = here.clone.state();
      const updates = await prepare(here);
      await push(here, updates);
      expect(here.refs()).toEqual({
        'refs/heads/main': updates[0].target,
        'refs/tags/v1.3.0': updates[1].target,
      });
      const tracking = `${updates[0].target} commit\trefs/remotes/origin/main\n`;
      expect(here.clone.state().replace(tracking, '')).toBe(before);
      const asked = here.server.requests.filter((request) => request.push !== undefined);
      expect(asked).toHaveLength(1);
      expect(asked[0]?.push?.capabilities).toContain('atomic');
      expect(asked[0]?.push?.options).toEqual([]);
    },
  );

  it('leaves the credential nowhere: not in the configuration, the address or the arguments', async () => {
    const here = await world({ credentials });
    const updates = await prepare(here);
    const config = readFileSync(join(here.clone.path, '.git/config'), 'utf8');
    const { path, log } = listenToGit(here.clone);
    const writes = createGitWrites(here.clone.place({ RELEASE_TOKEN: token, PATH: path }));
    await writes.push({ remote: 'origin', updates, credential });
    expect(log()).toContain('push --porcelain');
    expect(log()).not.toContain(token);
    expect(log()).not.toContain(Buffer.from(`release-bot:${token}`).toString('base64'));
    expect(readFileSync(join(here.clone.path, '.git/config'), 'utf8')).toBe(config);
    expect(here.clone.git('remote', 'get-url', 'origin')).toBe(here.repository.url);
    expect(here.server.requests.at(-1)?.user).toBe('release-bot');
  });

  it('wins over a header that the CI left in the configuration', async () => {
    const here = await world({ credentials });
    here.clone.git('config', `http.${here.server.url}/.extraHeader`, 'Authorization: Basic d3Jvbmc6d3Jvbmc=');
    await push(here, await prepare(here));
    expect(Object.keys(here.refs())).toContain('refs/tags/v1.3.0');
  });

  it('carries push options where the server takes them, and goes without where not', async () => {
    const gitlab = await world();
    await push(gitlab, await prepare(gitlab), ['ci.variable=A=b c']);
    expect(gitlab.server.requests.at(-1)?.push?.options).toEqual(['ci.variable=A=b c']);
    const github = await world({ pushOptions: false });
    await push(github, await prepare(github), ['ci.skip']);
    expect(Object.keys(github.refs())).toContain('refs/tags/v1.3.0');
  });

  it('moves the tracking branch, for branch names with slashes too', async () => {
    const here = await world({}, 'sha1', 'release/1.x');
    const updates = await prepare(here, 'v1.3.0', 'release/1.x');
    await push(here, updates);
    expect(here.clone.git('rev-parse', 'refs/remotes/origin/release/1.x')).toBe(updates[0].target);
  });

  it('that was done before is done', async () => {
    const here = await world();
    const updates = await prepare(here);
    await push(here, updates);
    await push(here, updates);
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });

  it('of which a server takes a part all the same has not come to nothing, and is told', async () => {
    const here = await world();
    const updates = await prepare(here);
    here.clone.git('--git-dir', here.repository.path, 'config', 'transfer.hideRefs', 'refs/tags');
    const failure = await failureOf(push(here, updates));
    expect(failure).toMatchObject({ code: 'PUSH_REFUSED', kind: 'failed' });
    expect(failure?.message).toMatch(/refused v1\.3\.0 \(.*\)\. It has taken main all the same\.$/);
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });

  it('of several refs to a server that is not atomic is refused for good', async () => {
    const here = await world();
    here.clone.git('--git-dir', here.repository.path, 'config', 'receive.advertiseAtomic', 'false');
    const failure = await failureOf(push(here, await prepare(here)));
    expect(failure).toMatchObject({ code: 'PUSH_REFUSED', kind: 'refused', transient: false });
  });

  it('of one ref needs no atomic server', async () => {
    const here = await world();
    here.clone.git('--git-dir', here.repository.path, 'config', 'receive.advertiseAtomic', 'false');
    const [branch] = await prepare(here);
    await push(here, [branch]);
    expect(here.refs()).toEqual({ 'refs/heads/main': branch.target });
  });
});

describe('a lost race', () => {
  it('is a branch that went on: nothing arrives', async () => {
    const here = await world();
    const updates = await prepare(here);
    const tip = goOn(here);
    const failure = await failureOf(push(here, updates));
    expect(failure).toMatchObject({ code: 'LOST_RACE', kind: 'lost' });
    expect(failure?.message).toContain(`The branch main is at ${tip.slice(0, 8)} on origin`);
    expect(here.refs()).toEqual({ 'refs/heads/main': tip });
  });

  it('is a branch that was set back', async () => {
    const here = await world();
    const first = here.clone.head();
    here.clone.commit('feat: taken back');
    here.clone.git('push', '--quiet', here.repository.path, 'main');
    const updates = await prepare(here);
    here.clone.git('push', '--quiet', '--force', here.repository.path, `${first}:refs/heads/main`);
    expect(await failureOf(push(here, updates))).toMatchObject({ code: 'LOST_RACE', kind: 'lost' });
    expect(here.refs()).toEqual({ 'refs/heads/main': first });
  });

  it('is a tag that exists', async () => {
    const here = await world();
    const updates = await prepare(here);
    here.clone.git('push', '--quiet', here.repository.path, `${here.clone.head()}:refs/tags/v1.3.0`);
    const failure = await failureOf(push(here, updates));
    expect(failure).toMatchObject({ code: 'LOST_RACE', kind: 'lost' });
    expect(failure?.message).toContain('The tag v1.3.0');
    expect(here.refs()['refs/heads/main']).toBe(here.clone.head());
  });

  it('is seen when it is lost between looking and pushing', async () => {
    const here: World = await world({
      before: ({ push: asked }) => {
        if (asked !== undefined) overtake();
      },
    });
    let overtaken = false;
    const overtake = (): void => {
      if (!overtaken) goOn(here);
      overtaken = true;
    };
    expect(await failureOf(push(here, await prepare(here)))).toMatchObject({
      code: 'LOST_RACE',
      kind: 'lost',
    });
    expect(Object.keys(here.refs())).toEqual(['refs/heads/main']);
  });

  it('has exactly one winner', async () => {
    const here = await world();
    const [first, second] = [await prepare(here), await prepare(here, 'v1.3.1')];
    const failures = await Promise.all([failureOf(push(here, first)), failureOf(push(here, second))]);
    expect(failures.filter((failure) => failure === undefined)).toHaveLength(1);
    expect(failures.find((failure) => failure !== undefined)).toMatchObject({
      code: 'LOST_RACE',
      kind: 'lost',
    });
    const winner = failures[0] === undefined ? first : second;
    expect(here.refs()).toEqual(Object.fromEntries(winner.map(({ ref, target }) => [ref, target])));
  });

  it('is not won by force: a branch goes forward only', async () => {
    const here = await world();
    const tip = goOn(here);
    here.clone.git('fetch', '--quiet', here.repository.path);
    const [branch] = await prepare(here);
    expect(await failureOf(push(here, [{ ...branch, expect: tip }]))).toMatchObject({
      code: 'BRANCH_DIVERGED',
      kind: 'refused',
    });
    expect(here.refs()).toEqual({ 'refs/heads/main': tip });
  });
});

describe('a push whose answer is lost', () => {
  it.each(['lost', 'dropped'] as const)('has arrived (%s)', async (kind) => {
    const here = await world();
    const updates = await prepare(here);
    here.server.fail({ on: 'push', kind });
    await push(here, updates);
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });

  it.each([401, 403, 404])('and is %i in its place has arrived', async (status) => {
    const here = await world();
    const updates = await prepare(here);
    here.server.fail({ on: 'push', kind: 'belied', status });
    await push(here, updates);
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });

  it('for ever has arrived, too: it is given up in time, and the remote is asked', async () => {
    const here = await world();
    const updates = await prepare(here);
    here.server.fail({ on: 'push', kind: 'held' });
    const place = { ...here.clone.place({ RELEASE_TOKEN: token }), longest: 3000 };
    await createGitWrites(place).push({ remote: 'origin', updates });
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });

  it('because the server is silent has arrived, too: git itself gives up', async () => {
    const here = await world();
    const updates = await prepare(here);
    here.server.fail({ on: 'push', kind: 'held' });
    const place = here.clone.place({ RELEASE_TOKEN: token, GIT_HTTP_LOW_SPEED_TIME: '1' });
    await createGitWrites(place).push({ remote: 'origin', updates });
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });

  it('has arrived also when the branch has gone on since', async () => {
    const here = await world();
    const updates = await prepare(here);
    here.server.fail({ on: 'push', kind: 'lost' });
    here.server.fail({ on: 'list', kind: 'status', status: 503 });
    const pushed = push(here, updates);
    await expect.poll(() => here.refs()['refs/heads/main']).toBe(updates[0].target);
    goOn(here);
    await pushed;
  });

  it('is uncertain while the remote cannot be asked', async () => {
    const here = await world();
    here.server.fail({ on: 'push', kind: 'lost' });
    here.server.fail({ on: 'list', kind: 'status', status: 502, times: 9 });
    const failure = await failureOf(push(here, await prepare(here)));
    expect(failure).toMatchObject({ code: 'PUSH_UNCONFIRMED', kind: 'failed' });
  });

  it('is uncertain where a gateway has given up, and is looked for again', async () => {
    const here = await world();
    const updates = await prepare(here);
    const isLooking = () =>
      here.server.requests.filter(({ path }) => path.endsWith('/git-upload-pack')).length;
    here.server.fail({ on: 'push', kind: 'status', status: 504 });
    expect(await failureOf(push(here, updates))).toMatchObject({
      code: 'PUSH_UNCONFIRMED',
      kind: 'failed',
      transient: true,
    });
    expect(isLooking()).toBeGreaterThan(3);
    await push(here, updates);
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });

  it('may be tried again when it did not arrive', async () => {
    const here = await world();
    const updates = await prepare(here);
    here.server.fail({ on: 'push', kind: 'status', status: 500 });
    expect(await failureOf(push(here, updates))).toMatchObject({
      code: 'REMOTE_UNREACHABLE',
      transient: true,
    });
    await push(here, updates);
    expect(here.refs()['refs/heads/main']).toBe(updates[0].target);
  });
});
