import { join } from 'node:path';
import {
  type GitRepository,
  type GitServer,
  type GitServerOptions,
  startGitServer,
} from '@launchway/sandbox';
import { afterEach, describe, expect, it } from 'vitest';
import { assembleEffects } from '../../effects/assemble.ts';
import { checkoutCommit } from '../../effects/git/writing/checkout.ts';
import { Clone, release as change } from '../../effects/git/writing/clone.fixture.ts';
import { openRepository } from '../../effects/git/reading/repository.ts';
import { createGitWrites } from '../../effects/git/writing/writes.ts';
import { createTools } from '../../effects/tools.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Generation } from '../../model/generation.ts';
import type { ReleaseContext, StepKind } from '../../model/plugin.ts';
import type { Effects } from '../../model/ports.ts';
import { isReleaseError, type Problem } from '../../model/problem.ts';
import { outputOf, type Step } from '../../model/step.ts';
import { resolveInput } from '../../running/inputs.ts';
import { git, type GitOptions } from './plugin.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const token = 'gl-secret-0123456789';
const gitlab = { credentials: [{ username: 'oauth2', password: token }], subpath: '/gitlab' };

interface World {
  readonly server: GitServer;
  readonly repository: GitRepository;
  readonly clone: Clone;
  readonly said: string[];
  effects(env?: Record<string, string>): Promise<Effects>;
}

async function world(options: GitServerOptions = {}): Promise<World> {
  const server = await startGitServer(options);
  closing.push(() => server.close());
  const repository = await server.createRepository('group/project');
  const clone = Clone.begin();
  closing.push(() => clone.remove());
  clone.git('push', '--quiet', repository.path, 'main');
  clone.git('remote', 'add', 'origin', repository.url);
  const said: string[] = [];
  const effects = (env: Record<string, string> = {}) =>
    effectsOf(clone, { CI_SERVER_URL: server.url, ...env }, said);
  return { server, repository, clone, said, effects };
}

/** The real effects, as the command puts them together. */
async function effectsOf(clone: Clone, given: Record<string, string>, said: string[]): Promise<Effects> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...given,
  };
  const tools = createTools({ root: clone.path, env, say: (line) => void said.push(line) });
  const opened = await openRepository(clone.path);
  closing.push(
    () => opened.close(),
    () => tools.dispose(),
  );
  const place = { cwd: clone.path, env, credentials: tools.credentials };
  return assembleEffects(clone.path, tools, {
    reads: { tree: opened.tree(clone.head()), git: opened, env: (name) => given[name] },
    repository: createGitWrites(place),
    checkout: async (commit) => {
      const folder = await tools.files.scratch();
      await checkoutCommit(place, commit, folder);
      return folder;
    },
  });
}

interface Wanted {
  readonly options?: GitOptions;
  readonly tags?: readonly string[];
  /** The release commit, where it is completed. */
  readonly made?: string;
  readonly branch?: string | null;
  readonly head?: string;
  readonly generations?: readonly Generation[];
}

function stepsOf(
  { clone }: World,
  { options = {}, tags = ['v1.3.0'], made, branch = 'main', head, generations = [] }: Wanted = {},
): readonly Step[] {
  const context = {
    flow: 'main',
    tracks: [{ name: 'chart', pins: [], paths: [] }],
    facts: {
      head: head ?? clone.head(),
      remote: { name: 'origin', url: '' },
      ...(branch === null ? {} : { branch }),
    },
    release: {
      commit: made ?? outputOf('git:commit', 'commit'),
      made: made !== undefined,
      changes: [{ track: 'chart', current: '1.2.3', next: '1.3.0', bump: 'minor' }],
      versions: { chart: '1.3.0' },
      tags: tags.map((name) => ({ track: 'chart', name, message: 'Release v1.3.0' })),
      notes: {},
      generations,
      files: made === undefined ? change.files : [],
    },
  };
  const steps = git(options).tag?.(context as unknown as ReleaseContext);
  if (steps === undefined || !Array.isArray(steps)) throw new TypeError('no steps');
  return steps as readonly Step[];
}

const kindOf = (step: Step): StepKind => {
  const kind = git().steps?.find((candidate) => candidate.kind === step.kind);
  if (kind === undefined) throw new TypeError(step.kind);
  return kind;
};

const ready = async (steps: readonly Step[], effects: Effects): Promise<readonly string[]> => {
  const asked = await Promise.all(steps.map((step) => codesOf(kindOf(step).ready?.(step.input, effects))));
  return asked.flat();
};

async function codesOf(found: Promise<readonly Problem[]> | undefined): Promise<readonly string[]> {
  try {
    return ((await found) ?? []).map(({ code }) => code);
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return error.problems.map(({ code }) => code);
  }
}

/** Runs steps one after the other, as the core does, with the commit filled in and each confirmed. */
async function apply(steps: readonly Step[], effects: Effects): Promise<Record<string, JsonObject>> {
  const outputs: Record<string, JsonObject> = {};
  for (const step of steps) {
    const input = filled(step, outputs);
    const output = await kindOf(step).run(input, effects);
    outputs[step.id] = output;
    if (kindOf(step).confirm === false) continue;
    expect(await kindOf(step).probe(input, effects)).toEqual({ state: 'done', output });
  }
  return outputs;
}

const filled = (step: Step, outputs: Record<string, JsonObject>): JsonObject =>
  resolveInput(step.input, new Map(Object.entries(outputs)));

const remoteRefs = ({ clone, repository }: World): readonly string[] =>
  clone
    .git('ls-remote', '--refs', repository.path)
    .split('\n')
    .map((line) => line.split('\t')[1] ?? '');

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

describe('what is generated for the release commit', () => {
  const script = `
    const fs = require('node:fs');
    fs.mkdirSync('made/deep', { recursive: true });
    fs.writeFileSync('made/deep/a.txt', process.env.WORD + fs.readFileSync('charts/Chart.yaml'));
    fs.writeFileSync('made/a.log', 'noise');
    fs.writeFileSync('charts/Chart.yaml', 'outside of the folder');
    fs.rmSync('made/old.txt');`;
  const generations = [
    { run: [[process.execPath, '-e', script]], folder: 'made', env: { WORD: 'of ' } },
    { run: [['sh', '-c', 'cat made/deep/a.txt > docs.txt']], folder: 'docs' },
  ];

  it('is in it, without what git ignores, what lies elsewhere, or a trace in the working tree', async () => {
    const here = await world();
    here.clone.write('.gitignore', '*.log\n');
    here.clone.write('made/old.txt', 'old\n');
    here.clone.git('add', '.');
    here.clone.commit('feat: made');
    const before = here.clone.state();
    const steps = stepsOf(here, { generations });
    const effects = await here.effects();
    const [generate, commit] = steps;
    expect(steps.map(({ id }) => id)).toEqual(['git:generate', 'git:commit', 'git:push']);
    expect(await kindOf(steps[1] as Step).probe(commit?.input ?? {}, effects)).toMatchObject({
      preview: [expect.any(String), '  charts/Chart.yaml', '  what is generated'],
    });
    const outputs = await apply(steps.slice(0, 2), effects);
    expect(here.clone.state()).toBe(before);
    expect(generate?.title).toContain('for the release commit');
    const made = outputs['git:commit']?.['commit'] as string;
    expect(here.clone.git('show', '--format=', '--name-status', made).split('\n')).toEqual([
      'M\tcharts/Chart.yaml',
      'A\tmade/deep/a.txt',
      'D\tmade/old.txt',
    ]);
    expect(here.clone.git('show', `${made}:made/deep/a.txt`)).toBe(`of ${change.files[0]?.content.trim()}`);
  });

  it('may replace what an edit writes, and is told as nothing where nothing changes', async () => {
    const here = await world();
    const write = (text: string) => [
      [
        process.execPath,
        '-e',
        `require('node:fs').writeFileSync('charts/Chart.yaml', ${JSON.stringify(text)})`,
      ],
    ];
    const steps = stepsOf(here, { generations: [{ run: write('name: other\n'), folder: 'charts' }] });
    const made = await apply(steps.slice(0, 2), await here.effects());
    const commit = made['git:commit']?.['commit'] as string;
    expect(here.clone.git('show', `${commit}:charts/Chart.yaml`)).toBe('name: other');
    const same = stepsOf(here, {
      generations: [{ run: write(change.files[0]?.content ?? ''), folder: 'charts' }],
    });
    const outputs = await apply(same.slice(0, 1), await here.effects());
    expect(outputs['git:generate']).toEqual({ files: [] });
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
      closing.push(() => job.remove());
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
    closing.push(() => another.remove());
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
    closing.push(() => other.remove());
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
