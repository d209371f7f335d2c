import { afterEach, expect, test } from 'vitest';
import { toolsIn, toolsOf } from './tools.fixture.ts';
import { createReference, type Env, githubEnv, gitlabEnv, type ReferenceWorld } from './world.fixture.ts';

const worlds: ReferenceWorld[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function world(branch: string): Promise<ReferenceWorld> {
  const made = await createReference(branch);
  worlds.push(made);
  return made;
}

interface Flow {
  readonly name: string;
  readonly branch: string;
  env(world: ReferenceWorld, branch: string): Env;
}
const github: Flow = { name: 'github', branch: 'main', env: githubEnv };
const gitlab: Flow = { name: 'gitlab', branch: 'test/gitlab-ci', env: gitlabEnv };

async function released(flow: Flow, fault: (world: ReferenceWorld) => void = () => undefined) {
  const one = await world(flow.branch);
  fault(one);
  const ended = await one.release(flow.env(one, flow.branch));
  return { one, ended };
}

test('the flow on GitHub publishes image, catalogue, chart, package, tool and release', async () => {
  const { one, ended } = await released(github);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const seen = JSON.stringify(await one.snapshot());
  for (const part of [
    'refs/tags/v0.2.27',
    '"0.2.27"',
    '"latest"',
    'charts/harbour/0.2.27/Chart.yaml',
    '0.4.2',
    'harbour_0.2.27_darwin_arm64.tar.gz',
    'stops at once',
    '"draft":false',
  ])
    expect(seen).toContain(part);
  const offered = one.github.store.releases.find(({ tag }) => tag === 'v0.2.27')?.assets ?? [];
  expect(digestsOf(offered)).toEqual(await digestsOfBuild(one, github));
  expect(Object.keys(digestsOf(offered))).toEqual(Object.keys(toolsOf('0.2.27')).toSorted());
  for (const secret of one.secrets) expect(ended.stdout + ended.stderr).not.toContain(secret);

  const again = await one.release(flowEnv(github, one));
  expect(again.code, again.stdout + again.stderr).toBe(0);
  expect(again.stdout).toContain('Already complete');
  expect(JSON.stringify(await one.snapshot())).toBe(seen);
});

test('the flow on GitLab publishes image, chart, tool and release, with what GitLab provides', async () => {
  const { one, ended } = await released(gitlab);
  expect(ended.code, ended.stdout + ended.stderr).toBe(0);
  const seen = await one.snapshot();
  const commit = /refs\/heads\/test\/gitlab-ci (\w{8})/.exec(JSON.stringify(seen))?.[1];
  expect(
    Object.keys(one.registry.tags('group/harbour'))
      .filter((tag) => !tag.startsWith('sha-'))
      .toSorted(),
  ).toEqual([commit, 'latest', 'test-gitlab-ci', 'v0.2.27'].toSorted());
  expect(JSON.stringify(one.gitlab.snapshot())).toContain('stops at once');
  const offered = one.gitlab.project.packages.find(({ type }) => type === 'generic')?.files ?? [];
  expect(await toolsIn(offered)).toEqual(toolsOf('0.2.27'));
  const links = one.gitlab.project.releases.get('v0.2.27')?.links ?? [];
  expect(links.map(({ name }) => name).toSorted()).toEqual(offered.map(({ name }) => name).toSorted());
  for (const secret of one.secrets) expect(ended.stdout + ended.stderr).not.toContain(secret);

  const again = await one.release(flowEnv(gitlab, one));
  expect(again.code, again.stdout + again.stderr).toBe(0);
  expect(await one.snapshot()).toEqual(seen);
});

/** Digests by name, as GitHub tells them. */
const digestsOf = (assets: readonly { readonly name: string; readonly digest: string | null }[]) =>
  Object.fromEntries(assets.map(({ name, digest }) => [name, digest]).toSorted());

/** The same of what another job builds of the release commit. */
async function digestsOfBuild(
  one: ReferenceWorld,
  flow: Flow,
): Promise<Readonly<Record<string, string | null>>> {
  const build = ['artifacts', '--json', '--flow', flow.name];
  const { stdout } = await one.release(flowEnv(flow, one), build, `origin/${flow.branch}`);
  const { files } = JSON.parse(stdout) as { files: { name: string; sha256: string }[] };
  return digestsOf(files.map(({ name, sha256 }) => ({ name, digest: `sha256:${sha256}` })));
}

const flowEnv = (flow: Flow, one: ReferenceWorld): Env => flow.env(one, flow.branch);

test.each<readonly [string, Flow, (world: ReferenceWorld) => void]>([
  [
    'the registry',
    github,
    ({ registry }) =>
      registry.fail({ what: 403, method: 'PUT', path: /example\/harbour\/manifests\/0\.2\.27/ }),
  ],
  [
    'the catalogue',
    github,
    ({ server }) => server.fail({ on: 'push', kind: 'status', status: 503, times: 1 }),
  ],
  ['GitHub', github, ({ github: forge }) => forge.fail({ what: 403, method: 'PATCH', path: /releases/ })],
  ['JSR', github, ({ jsr }) => jsr.next({ status: 'failure', code: 'graphError', message: 'no graph' })],
])('completes a release of which %s failed once', async (_what, flow, fault) => {
  const { one, ended } = await released(flow, fault);
  const output = ended.stdout + ended.stderr;
  expect([0, 1, 2], output).toContain(ended.code);
  const again = await one.release(flowEnv(flow, one));
  expect(again.code, again.stdout + again.stderr).toBe(0);
  expect(withoutHosts(await one.snapshot())).toEqual(await undisturbed(flow));
});

test('what is missing is told by the run, later by status, and the command it names completes it', async () => {
  const { one, ended } = await released(github, ({ jsr }) =>
    jsr.next({ status: 'failure', code: 'graphError', message: 'no graph' }),
  );
  const remainder = 'Missing: publish @example/harbour-shared@0.4.2 to JSR.';
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.stdout).toContain(remainder);
  expect(ended.stdout).toContain('Run `npx --no-install release` again');

  const tip = 'refs/remotes/origin/main';
  const status = await one.release(flowEnv(github, one), ['status'], tip);
  expect(status.code, status.stderr).toBe(1);
  expect(status.stdout).toContain(remainder);
  const command = /Run `npx --no-install release (publish v0\.2\.27 --flow github)`/.exec(status.stdout)?.[1];
  const completed = await one.release(flowEnv(github, one), command?.split(' '), tip);
  expect(completed.code, completed.stdout + completed.stderr).toBe(0);

  const whole = await one.release(flowEnv(github, one), ['status'], tip);
  expect(whole.code, whole.stdout + whole.stderr).toBe(0);
  expect(whole.stdout).toContain('is complete.');
});

const known = new Map<Flow, Promise<unknown>>();

/** What is there after a release that nothing disturbs; found out once for each flow. */
function undisturbed(flow: Flow): Promise<unknown> {
  const found = known.get(flow) ?? released(flow).then(async ({ one }) => withoutHosts(await one.snapshot()));
  known.set(flow, found);
  return found;
}

/** Addresses hold ports, which differ from world to world. */
function withoutHosts(snapshot: unknown): unknown {
  return JSON.parse(JSON.stringify(snapshot).replaceAll(/127\.0\.0\.1:\d+/g, 'host'));
}
