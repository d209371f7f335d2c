import { expect, test } from 'vitest';
import { toolsIn, toolsOf } from './tools.fixture.ts';
import {
  githubFlow,
  gitlabFlow,
  type ReferenceFlow,
  type ReferenceWorld,
  worldOfTest,
} from './world.fixture.ts';

async function released(flow: ReferenceFlow, fault: (world: ReferenceWorld) => void = () => undefined) {
  const one = await worldOfTest(flow.branch);
  fault(one);
  const ended = await one.release(flow.env(one));
  return { one, ended };
}

test('the flow on GitHub publishes image, catalogue, chart, package, tool and release', async () => {
  const { one, ended } = await released(githubFlow);
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
  expect(digestsOf(offered)).toEqual(await digestsOfBuild(one, githubFlow));
  expect(Object.keys(digestsOf(offered))).toEqual(Object.keys(toolsOf('0.2.27')).toSorted());
  for (const secret of one.secrets) expect(ended.stdout + ended.stderr).not.toContain(secret);

  const again = await one.release(githubFlow.env(one));
  expect(again.code, again.stdout + again.stderr).toBe(0);
  expect(again.stdout).toContain('Already complete');
  expect(JSON.stringify(await one.snapshot())).toBe(seen);
});

test('the flow on GitLab publishes image, chart, tool and release, with what GitLab provides', async () => {
  const { one, ended } = await released(gitlabFlow);
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

  const again = await one.release(gitlabFlow.env(one));
  expect(again.code, again.stdout + again.stderr).toBe(0);
  expect(await one.snapshot()).toEqual(seen);
});

/** Digests by name, as GitHub tells them. */
const digestsOf = (assets: readonly { readonly name: string; readonly digest: string | null }[]) =>
  Object.fromEntries(assets.map(({ name, digest }) => [name, digest]).toSorted());

/** The same of what another job builds of the release commit. */
async function digestsOfBuild(
  one: ReferenceWorld,
  flow: ReferenceFlow,
): Promise<Readonly<Record<string, string | null>>> {
  const build = ['artifacts', '--json', '--flow', flow.name];
  const { stdout } = await one.release(flow.env(one), build, `origin/${flow.branch}`);
  const { files } = JSON.parse(stdout) as { files: { name: string; sha256: string }[] };
  return digestsOf(files.map(({ name, sha256 }) => ({ name, digest: `sha256:${sha256}` })));
}

test('what is missing is told by the run, later by status, and the command it names completes it', async () => {
  const { one, ended } = await released(githubFlow, ({ jsr }) =>
    jsr.next({ status: 'failure', code: 'graphError', message: 'no graph' }),
  );
  const remainder = 'Missing: publish @example/harbour-shared@0.4.2 to JSR.';
  expect(ended.code, ended.stderr).toBe(1);
  expect(ended.stdout).toContain(remainder);
  expect(ended.stdout).toContain('Run `npx --no-install release` again');

  const tip = 'refs/remotes/origin/main';
  const status = await one.release(githubFlow.env(one), ['status'], tip);
  expect(status.code, status.stderr).toBe(1);
  expect(status.stdout).toContain(remainder);
  const command = /Run `npx --no-install release (publish v0\.2\.27 --flow github)`/.exec(status.stdout)?.[1];
  const completed = await one.release(githubFlow.env(one), command?.split(' '), tip);
  expect(completed.code, completed.stdout + completed.stderr).toBe(0);

  const whole = await one.release(githubFlow.env(one), ['status'], tip);
  expect(whole.code, whole.stdout + whole.stderr).toBe(0);
  expect(whole.stdout).toContain('is complete.');
});
