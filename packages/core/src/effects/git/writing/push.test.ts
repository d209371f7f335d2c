import { chmodSync, readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import {
  type GitRepository,
  type GitServer,
  type GitServerOptions,
  startGitServer,
} from '@launchway/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { findRemote, listRemote } from '../../../git/remote.ts';
import type { RefUpdate } from '../../../model/ports.ts';
import { leadToSuffix } from '../../server.fixture.ts';
import { fetchCommit } from '../remotes/fetch.ts';
import { remoteRunner } from '../remotes/runner.ts';
import { Clone, release } from './clone.fixture.ts';
import { createGitWrites } from './writes.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const token = 'gl-secret-0123456789';
const credentials = [{ username: 'release-bot', password: token }];
const credential = { env: 'RELEASE_TOKEN', username: 'release-bot' };

interface World {
  readonly server: GitServer;
  readonly repository: GitRepository;
  readonly clone: Clone;
  /** What the remote holds, by ref. */
  refs(): Record<string, string>;
}

async function world(
  options: GitServerOptions = {},
  objectFormat: 'sha1' | 'sha256' = 'sha1',
  branch = 'main',
): Promise<World> {
  const server = await startGitServer({ subpath: '/gitlab', ...options });
  closing.push(() => server.close());
  const repository = await server.createRepository('group/project', { objectFormat });
  const clone = Clone.begin(objectFormat, branch);
  closing.push(() => clone.remove());
  clone.git('push', '--quiet', repository.path, branch);
  clone.git('remote', 'add', 'origin', repository.url);
  clone.git('config', `branch.${branch}.remote`, 'origin');
  return { server, repository, clone, refs: () => refsOf(clone, repository.path) };
}

function refsOf(clone: Clone, remote: string): Record<string, string> {
  const lines = clone.git('ls-remote', '--refs', '--exit-code', remote).split('\n');
  return Object.fromEntries(lines.map((line) => line.split('\t').reverse()));
}

/** Puts a `git` before the real one that writes down its arguments; gives the PATH with it, and what it wrote. */
function listenToGit(clone: Clone): { readonly path: string; log(): string } {
  const path = process.env['PATH'] ?? '';
  const log = join(clone.path, '.git/arguments');
  clone.write('.git/shim/git', `#!/bin/sh\necho "$@" >> '${log}'\nPATH='${path}' exec git "$@"\n`);
  chmodSync(join(clone.path, '.git/shim/git'), 0o755);
  return { path: `${join(clone.path, '.git/shim')}:${path}`, log: () => readFileSync(log, 'utf8') };
}

/** A second clone whose branch went on. */
function goOn({ clone, repository }: World, branch = 'main'): string {
  const other = new Clone();
  closing.push(() => other.remove());
  other.git('clone', '--quiet', '--branch', branch, repository.path, '.');
  other.git('config', 'user.name', 'Eve');
  other.git('config', 'user.email', 'eve@example.com');
  const commit = other.commit('fix: meanwhile');
  other.git('push', '--quiet', 'origin', branch);
  expect(commit).not.toBe(clone.head());
  return commit;
}

/** Makes the release's commit and tag, and gives the updates that publish them. */
async function prepare(
  { clone }: World,
  name = 'v1.3.0',
  branch = 'main',
): Promise<readonly [RefUpdate, RefUpdate]> {
  const writes = createGitWrites(clone.place());
  const parent = clone.head();
  const target = await writes.commit({ parent, ...release, message: `chore(release): ${name}` });
  const tag = await writes.tag({ name, target, message: `Release ${name}` });
  return [
    { ref: `refs/heads/${branch}`, target, expect: parent },
    { ref: `refs/tags/${name}`, target: tag, expect: null },
  ];
}

const push = (
  { clone }: World,
  updates: readonly RefUpdate[],
  options: readonly string[] = [],
  withToken = token,
) =>
  createGitWrites(clone.place({ RELEASE_TOKEN: withToken })).push({
    remote: 'origin',
    updates,
    credential,
    options,
  });

const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: {
      problems?: { code: string; message: string; fix: string }[];
      kind?: string;
      transient?: boolean;
    }) => ({
      code: error.problems?.[0]?.code,
      message: error.problems?.[0]?.message,
      fix: error.problems?.[0]?.fix,
      kind: error.kind,
      transient: error.transient,
    }),
  );

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

describe('a refusal', () => {
  it.each([
    [
      'github-protected-branch',
      'refs/heads/main',
      'PUSH_PROTECTED',
      'Changes must be made through a pull request.',
    ],
    [
      'github-ruleset',
      'refs/tags/v1.3.0',
      'PUSH_PROTECTED',
      'Cannot create ref due to creations being restricted.',
    ],
    ['gitlab-protected-branch', 'refs/heads/main', 'PUSH_PROTECTED', 'protected branches on this project'],
    [
      'gitlab-protected-tag',
      'refs/tags/v*',
      'PUSH_PROTECTED',
      'You are not allowed to create this tag as it is protected.',
    ],
    ['github-workflows', 'refs/tags/v1.3.0', 'PUSH_WORKFLOW_FILES', 'without `workflows` permission'],
    ['hook', 'refs/heads/main', 'PUSH_REJECTED_BY_HOOK', 'must name a ticket'],
  ] as const)('as %s words it is %s of %s', async (as, ref, code, words) => {
    const here = await world({ protectedRefs: [{ ref, as }] });
    const failure = await failureOf(push(here, await prepare(here)));
    expect(failure).toMatchObject({ code, kind: 'refused', transient: false });
    expect(failure?.message).toContain(words);
    expect(here.refs()).toEqual({ 'refs/heads/main': here.clone.head() });
  });

  it('of a wrong credential names the variable and not its value', async () => {
    const here = await world({ credentials });
    const failure = await failureOf(push(here, await prepare(here), [], 'wrong-0123456789'));
    expect(failure).toMatchObject({ code: 'PUSH_DENIED', kind: 'refused' });
    expect(failure?.message).toContain('$RELEASE_TOKEN');
    expect(failure?.message).not.toContain('wrong-0123456789');
  });

  it('of a missing credential says that one is needed', async () => {
    const here = await world({ credentials });
    const writes = createGitWrites(here.clone.place());
    const updates = await prepare(here);
    expect(await failureOf(writes.push({ remote: 'origin', updates }))).toMatchObject({
      code: 'PUSH_DENIED',
    });
    expect(await failureOf(writes.push({ remote: 'origin', updates, credential }))).toMatchObject({
      code: 'CREDENTIAL_MISSING',
    });
  });

  it("of GitLab's job token says what to allow", async () => {
    const here = await world({
      credentials: [{ username: 'gitlab-ci-token', password: token, write: false }],
    });
    const writes = createGitWrites(here.clone.place({ CI_JOB_TOKEN: token }));
    const job = { env: 'CI_JOB_TOKEN', username: 'gitlab-ci-token' };
    const failure = await failureOf(
      writes.push({ remote: 'origin', updates: await prepare(here), credential: job }),
    );
    expect(failure?.code).toBe('PUSH_DENIED');
    expect(failure?.fix).toContain('Allow "Git push requests to the repository"');
  });

  it('of an unknown or unreachable remote says which', async () => {
    const here = await world();
    const updates = await prepare(here);
    const writes = createGitWrites(here.clone.place());
    expect(await failureOf(writes.push({ remote: 'upstream', updates }))).toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
    const missing = `${here.server.url}/none.git`;
    expect(await failureOf(writes.push({ remote: missing, updates }))).toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
    await here.server.close();
    const failure = await failureOf(writes.push({ remote: 'origin', updates }));
    expect(failure).toMatchObject({ code: 'REMOTE_UNREACHABLE', kind: 'refused', transient: true });
  });

  it('of a remote that leads to another server shows that server no credential', async () => {
    const here = await world({ credentials });
    const seen: IncomingHttpHeaders[] = [];
    const front = createServer((request, response) => {
      seen.push(request.headers);
      response.writeHead(302, { location: here.server.url + String(request.url) }).end();
    });
    await new Promise<void>((listening) => void front.listen(0, '127.0.0.1', listening));
    closing.push(() => front.close());
    const { port } = front.address() as AddressInfo;
    here.clone.git('remote', 'set-url', 'origin', `http://127.0.0.1:${port}/group/project.git`);
    const failure = await failureOf(push(here, await prepare(here)));
    expect(failure).toMatchObject({ code: 'REMOTE_REDIRECTS', kind: 'refused', transient: false });
    expect(seen.every(({ authorization }) => authorization !== undefined)).toBe(true);
    expect(here.server.requests).toEqual([]);
  });

  it('of an address without .git goes where GitLab leads it, with the credential', async () => {
    const here = await world({ credentials });
    const front = await leadToSuffix(here.server);
    closing.push(() => front.close());
    here.clone.git('remote', 'set-url', 'origin', `${front.url}/gitlab/group/project`);
    const [branch, tag] = await prepare(here);
    await push(here, [branch, tag]);
    expect(here.refs()).toMatchObject({ [branch.ref]: branch.target, [tag.ref]: tag.target });
    expect(here.clone.git('rev-parse', 'refs/remotes/origin/main')).toBe(branch.target);
    expect(front.seen[0]).toBe('/gitlab/group/project/info/refs?service=git-receive-pack');
  });

  it('of a remote with two push addresses comes before anything is sent', async () => {
    const here = await world();
    here.clone.git('remote', 'set-url', '--add', '--push', 'origin', here.repository.url);
    here.clone.git('remote', 'set-url', '--add', '--push', 'origin', `${here.server.url}/mirror.git`);
    expect(await failureOf(push(here, await prepare(here)))).toMatchObject({ code: 'REMOTE_SEVERAL' });
    expect(here.server.requests).toEqual([]);
  });
});

describe('a remote', () => {
  it('tells of branches and of the commits its tags lead to', async () => {
    const here = await world({ credentials });
    const [branch, tag] = await prepare(here);
    await push(here, [branch, tag]);
    const refs = ['refs/heads/main', 'refs/tags/v1.3.0', 'refs/tags/v9'];
    const { run } = remoteRunner(here.clone.place({ RELEASE_TOKEN: token }), credential);
    const found = await listRemote(run, await findRemote(run, 'origin'), refs);
    expect(Object.fromEntries(found)).toEqual({
      'refs/heads/main': { object: branch.target, commit: branch.target },
      'refs/tags/v1.3.0': { object: tag.target, commit: branch.target },
    });
  });

  it('gives a commit without any ref being written', async () => {
    const here = await world();
    here.clone.git('--git-dir', here.repository.path, 'tag', 'on-the-remote', 'main');
    here.clone.git('config', 'remote.origin.tagOpt', '--tags');
    here.clone.git('config', 'fetch.prune', 'true');
    const tip = goOn(here);
    const before = here.clone.state();
    expect(await fetchCommit(here.clone.place(), { remote: 'origin' }, 'refs/heads/main')).toBe(tip);
    expect(here.clone.git('log', '-1', '--format=%s', tip)).toBe('fix: meanwhile');
    expect(here.clone.state()).toBe(before);
    expect(() => here.clone.read('.git/FETCH_HEAD')).toThrow('ENOENT');
    expect(await fetchCommit(here.clone.place(), { remote: 'origin' }, 'refs/heads/none')).toBeUndefined();
  });
  it('that fails for the moment is asked again for its refs, and for their commits', async () => {
    const here = await world();
    const tip = goOn(here);
    here.server.fail({ on: 'list', kind: 'status', status: 504 });
    here.server.fail({ on: 'fetch', kind: 'status', status: 502 });
    expect(await fetchCommit(here.clone.place(), { remote: 'origin' }, 'refs/heads/main')).toBe(tip);
    expect(here.clone.git('log', '-1', '--format=%s', tip)).toBe('fix: meanwhile');
  });
});
