import { expect, test } from 'vitest';
import type { Plugin } from '../../model/plugin.ts';
import type { CiFilesJob, CiImageJob } from '../../model/ci.ts';
import { plugin } from './shape.ts';

const image: Required<CiImageJob> = {
  kind: 'image',
  name: 'image',
  image: '$REGISTRY/tool',
  tag: 'sha-{sha}',
  context: 'tool',
  dockerfile: 'tool/Dockerfile',
  target: 'small',
  platforms: ['linux/arm64'],
  login: { username: { variable: 'REGISTRY_USER' }, secret: 'REGISTRY_TOKEN' },
  insecure: 'registry.lab:5050',
};

const tool: Required<CiFilesJob> = {
  kind: 'files',
  name: 'cli',
  tools: ['go'],
  paths: ['cli/**'],
  folder: 'dist',
  forTag: true,
  retention: {
    github: { variable: 'KEEP_DAYS', days: 7 },
    gitlab: { variable: 'KEEP', duration: '1 week' },
  },
  builds: [
    { name: 'macos', system: 'macos', run: ['artifacts'], runner: ['macos'], askUnless: 'BUILD_MACOS' },
  ],
};

/** A plugin with every member there is; a new one fails to compile until it is here. */
const whole: Required<Plugin> = {
  name: 'whole',
  id: 'whole-2',
  after: ['chart'],
  continuous: true,
  tracks: [
    {
      name: 'tool',
      pins: [{ file: 'tool.json', format: 'json', pointer: ['version'] }],
      paths: ['src/**'],
      follows: ['lib'],
      tag: { name: 'tool-{version}', when: ['src/**'] },
      initial: '0.3.0',
      about: { notes: 'notes.md' },
      plugin: 'whole',
    },
  ],
  checks: [{ name: 'tidy', paths: ['src/**'], run: async () => [] }],
  steps: [
    {
      kind: 'whole:step',
      phase: 'publish',
      ready: async () => [],
      probe: async () => ({ state: 'todo' }),
      run: async () => ({}),
      expects: async () => [{ image: 'ghcr.io/acme/tool:sha-3f1c9aa', labels: {} }],
      settle: async () => undefined,
      confirm: false,
    },
  ],
  commands: [],
  ci: {
    forge: 'gitlab',
    permissions: { packages: 'write' },
    secrets: ['TOKEN'],
    variables: ['USER_NAME'],
    tools: ['buildx', 'qemu', 'actions-cache', 'deno', 'go'],
    insecure: ['registry.lab:5050'],
    jobs: [image, tool],
    takesAssets: true,
    starts: { track: 'tool', hand: ['tool'] },
  },
  problems: [],
  rehearse: [
    {
      address: 'https://store.example/api/',
      answers: [{ method: 'GET', path: 'files/*', status: 206, headers: { etag: '"7"' }, body: [1] }],
    },
  ],
  verify: () => [],
  analyze: () => [],
  bump: () => [],
  notes: () => [],
  assets: () => [],
  generate: () => [],
  tag: () => [],
  publish: () => [],
};

test('a plugin may have every member of the interface', () => {
  expect(plugin(whole, [])).toEqual([]);
});

test.each([
  ['a tool that pipelines do not know', { tools: ['cargo'] }, '["ci","tools",0]'],
  ['a right of no kind', { permissions: { packages: 'all' } }, '["ci","permissions","packages"]'],
  ['a secret that is no name', { secrets: ['A }} B'] }, '["ci","secrets",0]'],
  ['a job whose name is a path', { jobs: [{ ...tool, name: '../x' }] }, '["ci","jobs",0,"name"]'],
  ['a key that is mistyped', { permission: {} }, '["ci","permission"]'],
])('what a plugin needs of CI has no %s', (_, ci, path) => {
  const found = plugin({ name: 'wrong', ci }, []).map((finding) => JSON.stringify(finding.path));
  expect(found).toContain(path);
});

test.each(['name', 'summary', 'options', 'run'])('a command without its %s is refused', (missing) => {
  const command = { name: 'label', summary: 'Prints a label', options: {}, run: async () => 0 };
  const found = plugin({ name: 'wrong', commands: [{ ...command, [missing]: undefined }] }, []);
  expect(found.map(({ path }) => path)).toEqual([['commands', 0, missing]]);
});
