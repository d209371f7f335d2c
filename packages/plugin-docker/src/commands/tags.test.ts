import type { Command, CommandInvocation, Effects, ReleaseContext } from '@launchway/core';
import { describe, expect, test } from 'vitest';
import { eventFile, upstreamCases, variables } from '../tags/metadata-action.fixture.ts';
import { tagsCommand, type TagsOptions } from './tags.ts';

interface Call {
  readonly options?: CommandInvocation['options'];
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: object;
  readonly json?: boolean;
  readonly configured?: TagsOptions;
  readonly context?: object;
  readonly namesakes?: readonly Command[];
}

/** Runs the command with effects that only look at what the test gives. */
async function run({
  options = {},
  env = {},
  event,
  json = false,
  configured,
  context,
  namesakes = [],
}: Call) {
  const printed: string[] = [];
  const said: string[] = [];
  const variablesOf: Readonly<Record<string, string>> = event
    ? { ...env, GITHUB_EVENT_PATH: 'ci/event.json' }
    : env;
  const effects: Partial<Effects> = {
    env: (name) => variablesOf[name],
    now: () => 0,
    say: (line) => said.push(line),
    query: async () => ({ exitCode: 128, stdout: '', stderr: '' }),
    folder: (path) => ({
      text: async (name) => (`${path}/${name}` === '/repo/ci/event.json' ? JSON.stringify(event) : undefined),
      bytes: async () => undefined,
      list: async () => [],
    }),
  };
  const exitCode = await tagsCommand(configured).run({
    args: [],
    options,
    cwd: '/repo',
    json,
    effects: effects as Effects,
    namesakes,
    plan: async () => context as ReleaseContext,
    print: (text) => printed.push(text),
  });
  return { exitCode, text: printed.join(''), said };
}

const pushed = {
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_REF: 'refs/tags/v1.2.3',
  GITHUB_SHA: '860c1904a1ce',
  LAUNCHWAY_NOW: '2026-01-02T03:04:05Z',
};
const options = { image: ['org/app'], rule: ['type=semver,pattern={{version}}', 'type=sha'], label: ['k=v'] };

describe('release tags without a configuration', () => {
  test.each(upstreamCases.filter(({ defect }) => !defect))('$id', async (row) => {
    const { images, tags, flavor, labels, annotations } = row;
    const given = {
      image: images,
      rule: tags,
      flavor,
      label: labels,
      annotation: annotations,
      'default-branch': 'master',
    };
    const { exitCode, text } = await run({
      options: given,
      env: variables(row),
      event: eventFile(row),
      json: true,
    });
    expect(exitCode).toBe(0);
    expect(JSON.parse(text)).toMatchObject({
      version: row.expect.version,
      tags: row.expect.tags,
      labels: row.expect.labels ?? {},
    });
  });

  test('takes a block of lines as it stands in a workflow, and rules of our own', async () => {
    const rule = ['# versions\ntype=semver,pattern={{major}}.{{minor}}\n\nfoo', '{version}-alpine'];
    const { text } = await run({ options: { rule }, env: pushed });
    expect(text).toContain('version 1.2\ntag 1.2\ntag 1.2.3-alpine\ntag foo\ntag latest\nlabel ');
  });

  test('prints lines that can be picked out by their first word', async () => {
    const { text } = await run({ options, env: pushed });
    expect(text.split('\n').slice(0, 5)).toEqual([
      'version 1.2.3',
      'tag org/app:1.2.3',
      'tag org/app:sha-860c190',
      'tag org/app:latest',
      'label k=v',
    ]);
  });

  test('prints outputs of a GitHub step', async () => {
    const { text } = await run({ options: { ...options, format: 'github' }, env: pushed });
    expect(text).toMatch(
      /^version=1\.2\.3\ntags<<(end_\w+)\norg\/app:1\.2\.3\norg\/app:sha-860c190\norg\/app:latest\n\1\ntag-names<</,
    );
  });

  test('prints a GitLab dotenv report, each variable in one line', async () => {
    const { text } = await run({ options: { ...options, format: 'dotenv' }, env: pushed });
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split('=')[0]),
    ).toEqual(
      ['VERSION', 'TAGS', 'TAG_NAMES', 'LABELS', 'ANNOTATIONS', 'JSON'].map(
        (name) => `DOCKER_METADATA_OUTPUT_${name}`,
      ),
    );
    expect(text).toContain('DOCKER_METADATA_OUTPUT_TAG_NAMES=1.2.3 sha-860c190 latest\n');
  });

  test('prints a bake file for a target', async () => {
    const { text } = await run({
      options: { ...options, format: 'bake', 'bake-target': 'app' },
      env: pushed,
    });
    expect(JSON.parse(text)).toMatchObject({
      target: {
        app: {
          tags: ['org/app:1.2.3', 'org/app:sha-860c190', 'org/app:latest'],
          args: { DOCKER_META_VERSION: '1.2.3' },
        },
      },
    });
  });

  test('says what gave no tag, and prints nothing of it', async () => {
    const { text, said } = await run({
      options: { rule: ['type=semver,pattern={{version}}'] },
      env: { ...pushed, GITHUB_REF: 'refs/tags/nightly' },
      json: true,
    });
    expect(JSON.parse(text)).toMatchObject({ version: null, tags: [] });
    expect(said[0]).toContain('"nightly" is no semantic version');
  });

  test('refuses a format that does not exist', async () => {
    await expect(run({ options: { ...options, format: 'xml' }, env: pushed })).rejects.toThrow(
      'cannot be printed as "xml"',
    );
  });

  test('says that the event file is missing and goes on', async () => {
    const { said } = await run({ options, env: { ...pushed, GITHUB_EVENT_PATH: 'gone.json' } });
    expect(said[0]).toContain('gone.json, which does not exist');
  });
});

describe('release tags with a configuration', () => {
  const configured = {
    track: 'app',
    images: ['ghcr.io/acme/api'],
    tags: ['{version}', 'latest', { branch: true }],
  } as const;
  const context = (changes: readonly object[], tag?: string) => ({
    release: { changes },
    tracks: [{ name: 'app', tag: { name: 'app-v{version}' } }],
    facts: { ci: { provider: 'github', tag } },
  });
  const onMain = { ...pushed, GITHUB_REF: 'refs/heads/main' };

  test('prints the version that this commit releases', async () => {
    const released = context([
      { track: 'chart', next: '9.9.9' },
      { track: 'app', next: '2.5.0' },
    ]);
    const { text } = await run({ configured, context: released, env: onMain, json: true });
    expect(JSON.parse(text)).toMatchObject({
      version: '2.5.0',
      tags: ['ghcr.io/acme/api:2.5.0', 'ghcr.io/acme/api:main', 'ghcr.io/acme/api:latest'],
    });
  });

  test('gives no version to a commit that releases nothing', async () => {
    const { text } = await run({ configured, context: context([]), env: onMain, json: true });
    expect(JSON.parse(text)).toMatchObject({ tags: ['ghcr.io/acme/api:main'] });
  });

  test("reads the version of a tag's pipeline by the track's own rule", async () => {
    const env = { ...pushed, GITHUB_REF: 'refs/tags/app-v2.5.0' };
    const { text } = await run({ configured, context: context([], 'app-v2.5.0'), env, json: true });
    expect(JSON.parse(text)).toMatchObject({ tags: ['ghcr.io/acme/api:2.5.0', 'ghcr.io/acme/api:latest'] });
  });

  test('gives the tags of all the images of a flow, whichever instance of the plugin they belong to', async () => {
    const chart = { track: 'chart', images: ['$REGISTRY/charts'], tags: ['{version}'] } as const;
    const released = context([
      { track: 'chart', next: '9.9.9' },
      { track: 'app', next: '2.5.0' },
    ]);
    const { text } = await run({
      configured,
      namesakes: [tagsCommand(configured), tagsCommand({ ...chart, labels: ['k=v'] })],
      context: { ...released, tracks: [...released.tracks, { name: 'chart' }] },
      env: { ...onMain, REGISTRY: 'registry.example:5000' },
      json: true,
    });
    expect(JSON.parse(text)).toMatchObject({
      version: '2.5.0',
      tags: [
        'ghcr.io/acme/api:2.5.0',
        'ghcr.io/acme/api:main',
        'ghcr.io/acme/api:latest',
        'registry.example:5000/charts:9.9.9',
      ],
      labels: { k: 'v', 'org.opencontainers.image.version': '2.5.0' },
    });
    const { annotations } = JSON.parse(text) as { annotations: string[] };
    expect(annotations.filter((line) => line.includes('image.version='))).toEqual([
      'manifest:org.opencontainers.image.version=2.5.0',
    ]);
  });
});
