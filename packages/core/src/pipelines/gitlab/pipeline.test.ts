import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CiImageJob, CiNeeds } from '../../model/ci.ts';
import { flow, image, plugins, tool, written } from '../reference.fixture.ts';
import { gitlabDuration } from './duration.ts';
import type { GitlabJob } from './job.ts';
import { LocalPipeline, type Simulated } from './local.fixture.ts';

const lab = flow({ name: 'lab', when: { branch: ['main', 'test/*'], ci: 'gitlab' } });
const jobsOf = (...args: Parameters<typeof written>): Readonly<Record<string, GitlabJob>> =>
  parse(written(...args)['.gitlab/launchway.yml'] ?? '') as Record<string, GitlabJob>;

describe('a pipeline on GitLab', () => {
  let pipeline: LocalPipeline;
  beforeAll(() => {
    pipeline = new LocalPipeline(written([lab]));
  });
  afterAll(() => pipeline.remove());
  const names = (simulated: Simulated): readonly string[] =>
    pipeline
      .jobs(simulated)
      .map(({ name, when }) => (when === 'manual' ? `${name} (by hand)` : name))
      .toSorted();
  const builds = ['cli:build:linux', 'cli:build:windows'];

  test('of the flow’s branch builds and releases', () => {
    expect(names({ branch: 'test/gitlab' })).toEqual([
      ...builds.slice(0, 1),
      'cli:build:macos (by hand)',
      ...builds.slice(1),
      'image:build',
      'packages:publish (by hand)',
      'release',
    ]);
  });

  test('builds the tool only where it is touched', () => {
    expect(names({ branch: 'main', changed: false })).toEqual([
      'image:build',
      'packages:publish (by hand)',
      'release',
    ]);
  });

  test('of a tag publishes, builds on every machine, and does not release again', () => {
    expect(names({ tag: 'v1.2.3' })).toEqual([
      'cli:build:linux',
      'cli:build:macos',
      'cli:build:windows',
      'image:build',
      'release:publish',
    ]);
    expect(names({ tag: 'nightly' })).toEqual([]);
  });

  test('of a merge request plans and builds, and publishes nothing', () => {
    expect(names({ request: true })).toEqual([
      'cli:build:linux',
      'cli:build:macos (by hand)',
      'cli:build:windows',
      'release:plan',
    ]);
  });

  test('of another branch does nothing', () => {
    expect(names({ branch: 'test/deep/er' })).toEqual([]);
  });

  test('builds for macOS by itself where RUN_MACOS_CLI_BUILD is 1', () => {
    const variables = { RUN_MACOS_CLI_BUILD: '1' };
    expect(names({ branch: 'main', variables, changed: false })).toContain('cli:build:macos');
  });

  test('is one that GitLab’s schema accepts, with includes and extends resolved', () => {
    const shown = parse(pipeline.preview()) as Readonly<Record<string, GitlabJob>>;
    expect(shown['release']).toMatchObject({
      variables: { GIT_DEPTH: '0' },
      resource_group: 'launchway-lab',
    });
  });
});

test('people’s own jobs run beside those of the release', () => {
  const own = 'include:\n  - local: .gitlab/launchway.yml\nlint:\n  stage: image\n  script: [make lint]\n';
  const pipeline = new LocalPipeline({ ...written([lab]), '.gitlab-ci.yml': own });
  const names = pipeline.jobs({ branch: 'main', changed: false }).map(({ name }) => name);
  pipeline.remove();
  expect(names.toSorted()).toEqual(['image:build', 'lint', 'packages:publish', 'release']);
});

test('what people set for all of their jobs is not for those of the release', () => {
  const own =
    'default:\n  before_script: [make setup]\n  image: ruby:3\ninclude: [{ local: .gitlab/launchway.yml }]\n';
  const pipeline = new LocalPipeline({ ...written([lab]), '.gitlab-ci.yml': own });
  const shown = parse(pipeline.preview()) as Readonly<Record<string, GitlabJob>>;
  pipeline.remove();
  expect(JSON.stringify(shown['release'])).toContain('npm ci');
  expect(JSON.stringify(shown['image:build'])).not.toContain('make setup');
});

test('jobs that share a plan are ones GitLab accepts, and a person lets the commit pass', () => {
  const pipeline = new LocalPipeline(written([{ ...lab, ci: { split: 'production' } }]));
  const jobs = pipeline.jobs({ branch: 'main', changed: false });
  pipeline.remove();
  expect(jobs.find(({ name }) => name === 'release:push')).toMatchObject({
    when: 'manual',
    allow_failure: false,
  });
  expect(jobs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['release:plan:branch', 'release:images', 'release:charts', 'release:packages']),
  );
  const { 'release:push': push, 'release:charts': charts } = jobsOf([
    { ...lab, ci: { split: 'production' } },
  ]);
  expect(push).toMatchObject({
    environment: { name: 'production' },
    script: ['npx --no-install release apply plan.json --only git --events journal.ndjson --flow lab'],
    artifacts: { paths: ['journal.ndjson'] },
  });
  expect(charts?.needs).toEqual([{ job: 'release:plan:branch' }, { job: 'release:push' }]);
});

test('where people bump versions, a push that touches a chart publishes it', () => {
  const jobs = jobsOf([{ ...lab, ci: { release: 'hand' } }]);
  expect(jobs['release']).toBeUndefined();
  expect(jobs['charts:publish']?.rules?.at(-1)).toEqual({
    if: String.raw`$CI_COMMIT_BRANCH =~ /^test\/[^\/]*$/`,
    changes: ['charts/**/*'],
  });
});

describe('the job of an image', () => {
  const script = (more: Partial<CiImageJob>): string => {
    const asked = { ...lab, plugins: [{ name: 'images', ci: { jobs: [{ ...image, ...more }] } }] };
    const { 'image:build': job } = jobsOf([asked]);
    return JSON.stringify(job);
  };

  test('pushes to the project’s registry with the job’s own credentials, by the daemon’s builder', () => {
    const said = script({ image: '$CI_REGISTRY_IMAGE', platforms: [], dockerfile: 'app/Dockerfile' });
    expect(said).toContain(
      'docker login --username \\"$CI_REGISTRY_USER\\" --password-stdin \\"$CI_REGISTRY\\"',
    );
    expect(said).toContain('--file app/Dockerfile');
    expect(said).toContain('--cache-to type=inline');
    expect(said).not.toMatch(/insecure|privileged|context create/);
  });

  test('tells Docker-in-Docker of a registry without TLS only where one is configured', () => {
    const said = script({ image: '$CI_REGISTRY_IMAGE', insecure: 'registry.lab:5050', platforms: [] });
    expect(said).toContain('"command":["--insecure-registry=registry.lab:5050"]');
    expect(() => script({ image: '$CI_REGISTRY_IMAGE', insecure: true })).toThrow(
      /must be told it beforehand/,
    );
    expect(script({ image: 'registry.lab/api', insecure: true })).toContain(
      '--insecure-registry=registry.lab"',
    );
  });

  test('builds for several machines with a builder that can, and a cache in the registry', () => {
    const said = script({ platforms: ['linux/arm64'], insecure: 'registry.lab:5050' });
    expect(said).toContain(
      'docker buildx create --use --driver docker-container --buildkitd-config buildkitd.toml',
    );
    expect(said).toContain('--platform linux/arm64');
    expect(said).toContain('mode=max');
  });
});

describe('programs of plugins', () => {
  const release = (ci: CiNeeds) => jobsOf([{ ...lab, plugins: [{ name: 'one', ci }] }])['release'];

  test('need no more than Node where there are none', () => {
    expect(release({})).not.toHaveProperty('image');
    expect(jobsOf([lab])['.launchway']).toMatchObject({ image: 'node:22', before_script: ['npm ci'] });
  });

  test('are Docker in Docker, told of a registry without TLS, beside Node', () => {
    expect(release({ tools: ['buildx', 'qemu', 'deno'], insecure: ['registry.lab:5050'] })).toMatchObject({
      image: 'docker:28',
      services: [{ name: 'docker:28-dind', command: ['--insecure-registry=registry.lab:5050'] }],
      variables: { DOCKER_TLS_CERTDIR: '/certs' },
      before_script: [
        'apk add --no-cache git nodejs npm deno',
        'docker run --privileged --rm tonistiigi/binfmt --install all',
        'npm ci',
      ],
    });
  });

  test('are added to Alpine, whose Go is new enough', () => {
    expect(release({ tools: ['go'] })).toMatchObject({
      image: 'node:22-alpine',
      before_script: ['apk add --no-cache git go', 'npm ci'],
    });
  });
});

test('where several flows have tags, each publishes those on its branches', () => {
  const lts = { ...lab, name: 'lts', when: { branch: ['lts', '{9,10}.x'], ci: 'gitlab' as const } };
  const [said = ''] = jobsOf([lab, lts])['release:publish-lts']?.script ?? [];
  expect(said).toContain('--list origin/lts origin/9.x origin/10.x | grep -q .; then');
  expect(said).toContain('release publish "$CI_COMMIT_TAG" --flow lts');
});

describe('the time that files are kept', () => {
  const asked = (duration: string, expireIn?: string): unknown => {
    const retention = { ...tool.retention, gitlab: { variable: 'CLI_ARTIFACT_EXPIRE_IN', duration } };
    const shape = {
      ...lab,
      plugins: [...plugins.slice(0, 1), { name: 'tool', ci: { jobs: [{ ...tool, retention }] } }],
    };
    const env = (name: string) => (name === 'CLI_ARTIFACT_EXPIRE_IN' ? expireIn : undefined);
    return jobsOf([shape], { env })['cli:build:linux']?.artifacts;
  };

  test('is written out, because GitLab expands no variable there', () => {
    expect(asked('30 days')).toMatchObject({ expire_in: '30 days' });
    expect(asked('30 days', '2 weeks')).toMatchObject({ expire_in: '2 weeks' });
    expect(JSON.stringify(jobsOf([lab])).match(/"expire_in":"[^"]*"/g)).toHaveLength(3);
    expect(gitlabDuration('30 days').valid).toBe(true);
  });

  test.each([
    ['$CLI_ARTIFACT_EXPIRE_IN', undefined],
    ['30 days', '30 daze'],
  ])('is refused where GitLab would refuse the file: %j, %j', (duration, expireIn) => {
    expect(() => asked(duration, expireIn)).toThrow(/GitLab cannot read/);
  });
});

test('rules ask for nothing that only jobs know', () => {
  const rules = Object.values(jobsOf([lab])).flatMap(({ rules = [] }) => rules.map((rule) => rule.if ?? ''));
  const asked = new Set(rules.flatMap((rule) => rule.match(/\$\w+/g) ?? []));
  expect([...asked].toSorted()).toEqual([
    '$CI_COMMIT_BRANCH',
    '$CI_COMMIT_TAG',
    '$CI_PIPELINE_SOURCE',
    '$RUN_MACOS_CLI_BUILD',
  ]);
});

test('runners are asked for by their tags', () => {
  const jobs = jobsOf([{ ...lab, ci: { runner: ['lab', 'big'] } }]);
  expect(jobs['.launchway']?.tags).toEqual(['lab', 'big']);
  expect(jobs['image:build']?.tags).toEqual(['lab', 'big']);
  expect(jobs['cli:build:linux']?.tags).toEqual(['docker']);
  expect(jobs['cli:build:macos']?.tags).toEqual(['macos']);
});
