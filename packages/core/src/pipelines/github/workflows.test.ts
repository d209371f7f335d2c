import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { flow, image, plugins, tool, written } from '../reference.fixture.ts';
import { complaints } from './lint.fixture.ts';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions: object;
  readonly needs?: readonly string[];
  readonly steps: readonly Step[];
  readonly [key: string]: unknown;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: object;
  readonly concurrency?: object;
  readonly jobs: Readonly<Record<string, Job>>;
}

function workflows(...args: Parameters<typeof written>): Readonly<Record<string, Workflow>> {
  return Object.fromEntries(
    Object.entries(written(...args)).map(([path, content]) => [
      path.replace('.github/workflows/', ''),
      parse(content) as Workflow,
    ]),
  );
}

const shapes = {
  'a push releases': flow(),
  'people bump versions': flow({
    ci: { release: 'hand', paths: { charts: ['charts/**', 'plugins/*/manifest.yaml'] } },
  }),
  'jobs share a plan': flow({ ci: { split: 'production' } }),
  'on every default branch': flow({
    when: { ci: 'github' },
    ci: { runner: ['self-hosted', 'linux'], node: '24' },
  }),
  'a tag takes the files': flow({
    plugins: [...plugins.slice(0, -1), { name: 'tool', ci: { jobs: [{ ...tool, forTag: true }] } }],
  }),
};

test.each(Object.entries(shapes))('GitHub and actionlint find nothing wrong where %s', async (_, shape) => {
  for (const [path, content] of Object.entries(written([shape]))) {
    expect(await complaints(path, content), `${path}\n${content}`).toEqual([]);
  }
});

test('the validators of workflows do find what is wrong', async () => {
  const broken =
    Object.values(written([flow()]))[0]
      ?.replace('runs-on', 'run-on')
      .replace('github.event_name', 'githup.event') ?? '';
  expect((await complaints('.github/workflows/release.yml', broken)).length).toBeGreaterThan(2);
});

test('a push to the flow’s branches releases, with the whole history and the rights its plugins ask for', () => {
  const { on, permissions, concurrency, jobs } = workflows([flow()])['release.yml'] ?? expect.fail();
  expect(on).toMatchObject({ push: { branches: ['main', 'release/*'] } });
  expect(permissions).toEqual({});
  expect(concurrency).toEqual({ group: 'release-${{ github.ref }}', 'cancel-in-progress': false });
  expect(jobs['release']).toMatchObject({
    needs: ['image'],
    permissions: { contents: 'write', packages: 'write', 'id-token': 'write' },
  });
  expect(jobs['release']?.steps[0]?.with).toEqual({ 'fetch-depth': 0, 'persist-credentials': false });
  expect(jobs['release']?.steps.at(-1)).toEqual({
    name: 'Release',
    run: 'npx --no-install release --flow cloud',
    env: {
      GITHUB_TOKEN: '${{ github.token }}',
      CHARTS_USER: '${{ vars.CHARTS_USER }}',
      CHARTS_TOKEN: '${{ secrets.CHARTS_TOKEN }}',
    },
  });
});

test('a pull request plans, and has neither rights nor secrets', () => {
  const { jobs } = workflows([flow()])['release.yml'] ?? expect.fail();
  expect(jobs['plan']).toMatchObject({
    if: "github.event_name == 'pull_request'",
    permissions: { contents: 'read' },
  });
  expect(JSON.stringify(jobs['plan'])).not.toMatch(/secrets|github\.token/);
  for (const name of ['image', 'release']) expect(jobs[name]?.['if']).toBe("github.event_name == 'push'");
});

test('a tag publishes what it calls for, prereleases too: the plugins give latest to stable versions alone', () => {
  const { on, jobs } = workflows([flow()])['publish.yml'] ?? expect.fail();
  expect(on).toEqual({ push: { tags: ['v*.*.*'] }, workflow_dispatch: {} });
  expect(jobs['publish']).toMatchObject({
    needs: ['image'],
    if: "github.ref_type == 'tag'",
    permissions: { contents: 'read', packages: 'write', 'id-token': 'write' },
  });
  expect(jobs['publish']?.steps.at(-1)?.run).toBe(
    'npx --no-install release publish "$GITHUB_REF_NAME" --flow cloud',
  );
});

test('the image is built for both platforms, with a cache and the commit on its label', () => {
  const { jobs } = workflows([flow()])['publish.yml'] ?? expect.fail();
  expect(jobs['image']?.permissions).toEqual({ contents: 'read', packages: 'write' });
  expect(jobs['image']?.steps.at(-1)?.with).toMatchObject({
    platforms: 'linux/amd64,linux/arm64',
    tags: 'ghcr.io/example/harbour:sha-${{ steps.image.outputs.commit }}',
    labels: 'org.opencontainers.image.revision=${{ github.sha }}',
    push: true,
    'cache-from': 'type=gha',
    'cache-to': 'type=gha,mode=max',
  });
});

test('another registry is logged in to by its own secret, and a variable may name the image', () => {
  const job = {
    ...image,
    image: '$HARBOUR_IMAGE',
    login: { username: { variable: 'HARBOUR_USER' }, secret: 'HARBOUR_TOKEN' },
  };
  const { jobs } =
    workflows([flow({ plugins: [{ name: 'images', ci: { jobs: [job] } }] })])['release.yml'] ?? expect.fail();
  expect(jobs['image']?.permissions).toEqual({ contents: 'read' });
  expect(jobs['image']?.steps.find(({ uses }) => uses?.startsWith('docker/login'))?.with).toEqual({
    registry: '${{ steps.image.outputs.registry }}',
    username: '${{ vars.HARBOUR_USER }}',
    password: '${{ secrets.HARBOUR_TOKEN }}',
  });
  const naming = jobs['image']?.steps.find(({ run }) => run?.includes('HARBOUR_IMAGE'));
  expect(naming).toMatchObject({ env: { HARBOUR_IMAGE: '${{ vars.HARBOUR_IMAGE }}' } });
  expect(outputsOf(naming, { HARBOUR_IMAGE: 'Registry.example/Acme/api' })).toEqual({
    name: 'registry.example/acme/api',
    registry: 'registry.example',
    commit: '0123456',
  });
});

test('the image of the repository itself needs no variable and no secret', () => {
  const job = { ...image, image: 'ghcr.io/$GITHUB_REPOSITORY/api' };
  const { jobs } =
    workflows([flow({ plugins: [{ name: 'images', ci: { jobs: [job] } }] })])['release.yml'] ?? expect.fail();
  expect(jobs['image']?.permissions).toEqual({ contents: 'read', packages: 'write' });
  expect(JSON.stringify(jobs['image'])).not.toMatch(/vars\.|secrets\./);
  const naming = jobs['image']?.steps.find(({ run }) => run?.includes('GITHUB_REPOSITORY'));
  expect(outputsOf(naming, { GITHUB_REPOSITORY: 'Acme/Harbour' })).toMatchObject({
    name: 'ghcr.io/acme/harbour/api',
  });
});

/** What a step's script says to those after it, run as a runner does. */
function outputsOf(step: Step | undefined, env: Readonly<Record<string, string>>): object {
  const file = join(mkdtempSync(join(tmpdir(), 'launchway-step-')), 'output');
  execFileSync('bash', ['--norc', '-e', '-c', step?.run ?? ''], {
    env: { ...env, GITHUB_OUTPUT: file, GITHUB_SHA: '0123456789abcdef' },
  });
  const text = readFileSync(file, 'utf8');
  rmSync(dirname(file), { recursive: true });
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split('=')),
  );
}

test('where people bump versions, a chart is published by a push that touches it', () => {
  const { 'charts.yml': charts, ...others } = workflows([shapes['people bump versions']]);
  expect(charts?.on).toEqual({
    push: { branches: ['main', 'release/*'], paths: ['charts/**', 'plugins/*/manifest.yaml'] },
  });
  expect(charts?.jobs['publish']?.permissions).toEqual({ contents: 'read' });
  expect(charts?.jobs['publish']?.steps.at(-1)?.run).toBe(
    'npx --no-install release publish --skip images --skip packages --skip tool --flow cloud',
  );
  expect(Object.keys(others).toSorted()).toEqual(['cli.yml', 'packages.yml', 'publish.yml']);
});

test('without globs of its own, that push is one to the folder of the version', () => {
  const { 'charts.yml': charts } = workflows([flow({ ci: { release: 'hand' } })]);
  expect(charts?.on).toMatchObject({ push: { paths: ['charts/**'] } });
});

test('a package is published by hand, at the version its files say or at one that is given', () => {
  const { on, jobs } = workflows([flow()])['packages.yml'] ?? expect.fail();
  expect(on).toMatchObject({
    workflow_dispatch: { inputs: { version: { type: 'string', required: false } } },
  });
  expect(jobs['publish']?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  expect(jobs['publish']?.steps.at(-1)).toMatchObject({
    run: 'npx --no-install release publish --only packages ${VERSION:+"--as=shared=$VERSION"} --flow cloud',
    env: { VERSION: '${{ inputs.version }}' },
  });
});

test('files are built for tags and for what touches them, and kept as long as a variable says', () => {
  const { on, jobs } = workflows([flow()])['cli.yml'] ?? expect.fail();
  const paths = ['tools/cli/**', 'go.mod', 'go.mod/**'];
  expect(on).toEqual({
    push: { branches: ['main', 'release/*'], tags: ['v*.*.*'], paths },
    pull_request: { paths },
  });
  expect(jobs['build']).toMatchObject({ permissions: { contents: 'read' } });
  expect(jobs['build']?.steps.at(-1)?.with).toMatchObject({
    path: 'dist',
    'retention-days': '${{ vars.CLI_ARTIFACT_RETENTION_DAYS || 30 }}',
  });
});

test.each([0, 91, 1.5])('GitHub does not keep files for %d days', (days) => {
  const retention = { ...tool.retention, github: { variable: 'DAYS', days } };
  const asked = flow({ plugins: [{ name: 'tool', ci: { jobs: [{ ...tool, retention }] } }] });
  expect(() => written([asked])).toThrow(/1 to 90/);
});

test('a plan is shared by jobs of which each has the rights of its own part', () => {
  const { jobs } = workflows([shapes['jobs share a plan']])['release.yml'] ?? expect.fail();
  expect(
    Object.fromEntries(Object.entries(jobs).map(([name, { permissions }]) => [name, permissions])),
  ).toEqual({
    plan: { contents: 'read' },
    image: { contents: 'read', packages: 'write' },
    prepare: { contents: 'read' },
    push: { contents: 'write' },
    'publish-images': { contents: 'read', packages: 'write' },
    'publish-charts': { contents: 'read' },
    'publish-packages': { contents: 'read', 'id-token': 'write' },
    'publish-tool': { contents: 'read' },
  });
  expect(jobs['push']).toMatchObject({ environment: 'production', needs: ['prepare', 'image'] });
  const withSecret = Object.entries(jobs).filter(([, job]) => JSON.stringify(job).includes('CHARTS_TOKEN'));
  expect(withSecret.map(([name]) => name)).toEqual(['publish-charts']);
});

test('what uploads the files of other plugins is in one job with them', () => {
  const maker = { name: 'archives', ci: { secrets: ['SIGNING_KEY'] }, assets: () => [], publish: () => [] };
  const taker = {
    name: 'announcement',
    ci: { takesAssets: true, permissions: { contents: 'write' as const } },
    publish: () => [],
  };
  const { jobs } =
    workflows([flow({ ci: { split: true }, plugins: [...plugins, maker, taker] })])['release.yml'] ??
    expect.fail();
  expect(jobs['publish-archives']).toBeUndefined();
  expect(jobs['publish-announcement']?.permissions).toEqual({ contents: 'write' });
  expect(jobs['publish-announcement']?.steps.at(-1)).toMatchObject({
    run: 'npx --no-install release apply plan.json --only archives,announcement --events journal.ndjson --flow cloud',
    env: { SIGNING_KEY: '${{ secrets.SIGNING_KEY }}' },
  });
});

test('a right to write is not taken away by a plugin that only reads', () => {
  const reader = {
    name: 'reader',
    ci: { permissions: { contents: 'read' as const, packages: 'read' as const } },
  };
  const { jobs } = workflows([flow({ plugins: [reader, ...plugins] })])['release.yml'] ?? expect.fail();
  expect(jobs['release']?.permissions).toMatchObject({ contents: 'write', packages: 'write' });
});

test('names of plugins become names of jobs and files', () => {
  const odd = {
    name: 'docker',
    id: 'docker:api v2',
    ci: { starts: { hand: ['shared'] } },
    publish: () => [],
  };
  const { 'docker-api-v2.yml': byHand, 'release.yml': release } = workflows([
    flow({ ci: { split: true }, plugins: [...plugins, odd] }),
  ]);
  expect(byHand?.jobs['publish']?.steps.at(-1)?.run).toContain("--only 'docker:api v2' ");
  expect(release?.jobs['publish-docker-api-v2']?.steps.at(-1)?.run).toContain(
    "--only 'docker:api v2' --events",
  );
});

test('a flow that is meant for tags alone has no workflow for branches', () => {
  const names = Object.keys(workflows([flow({ when: { tag: 'api-v*', ci: 'github' } })]));
  expect(names.toSorted()).toEqual(['cli.yml', 'packages.yml', 'publish.yml']);
  const { on } = workflows([flow({ when: { tag: 'api-v*', ci: 'github' } })])['publish.yml'] ?? expect.fail();
  expect(on).toMatchObject({ push: { tags: ['api-v*'] } });
});

test('no text that others write is put into a script', () => {
  for (const shape of Object.values(shapes)) {
    for (const { jobs } of Object.values(workflows([shape]))) {
      const scripts = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run = '' }) => run));
      expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
    }
  }
});

test('every action is named by a commit, its release behind it', () => {
  for (const content of Object.values(written([flow({ ci: { split: true } })]))) {
    const uses = content.match(/uses: .*/g) ?? [];
    for (const one of uses) expect(one).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  }
});

test('flows of one forge have files of their own', () => {
  const names = Object.keys(
    workflows([flow(), flow({ name: 'lts', when: { branch: 'lts', ci: 'github' } })]),
  );
  expect(names).toContain('release-cloud.yml');
  expect(names).toContain('release-lts.yml');
});
