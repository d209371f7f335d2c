import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CommandFixture, commandFixture } from '../cli.fixture.ts';

const config = (more = '') => `
import { defineConfig, track } from '@launchway/core'
const tool = track({ name: 'tool', pins: ['package.json'], paths: ['src/**'], tag: { name: 'tool-{version}' } })
export default defineConfig({
  flows: {
    cloud: { when: { branch: 'trunk' }, plugins: [tool]${more} },
    lab: { when: { branch: 'lab', ci: 'gitlab' }, plugins: [tool] },
  },
})
`;

let repository: CommandFixture;
beforeEach(() => {
  repository = commandFixture({
    'release.config.ts': config(),
    'package.json': '{ "name": "tool", "version": "1.0.0" }\n',
    'package-lock.json': '{}\n',
  });
  repository.git('remote', 'set-url', 'origin', 'git@github.com:acme/tool.git');
});
afterEach(() => repository.remove());

const written = [
  '.github/workflows/publish.yml',
  '.github/workflows/release.yml',
  '.gitlab-ci.yml',
  '.gitlab/launchway.yml',
];
const read = (path: string): string => readFileSync(join(repository.top, path), 'utf8');
const status = (): string => repository.git('status', '--porcelain', '-uall').replaceAll('?? ', '');

it('writes the pipelines of every flow, and finds nothing to do afterwards', () => {
  const first = repository.release(['ci']);
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toContain('Wrote .github/workflows/release.yml');
  expect(status().split('\n').toSorted()).toEqual(written);
  expect(read('.github/workflows/release.yml')).toContain('release --flow cloud');
  expect(read('.gitlab/launchway.yml')).toContain('release --flow lab');

  const texts = written.map(read);
  expect(repository.release(['ci'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('as the configuration'),
  });
  expect(repository.release(['ci', '--check'])).toMatchObject({ code: 0, stderr: '' });
  expect(written.map(read)).toEqual(texts);
});

it('shows with --check what has drifted, how to mend it, and changes nothing', () => {
  repository.release(['ci']);
  repository.write({ 'release.config.ts': config(", ci: { node: '24' }") });
  const { code, stdout, stderr } = repository.release(['ci', '--check']);
  expect(code).toBe(2);
  expect(stdout).toMatch(
    /--- a\/\.github\/workflows\/release\.yml[^]*-  +node-version: "22"\n\+ +node-version: "24"/,
  );
  expect(stderr).toContain('CI_DRIFTED');
  expect(stderr).toContain('npx --no-install release ci');
  expect(read('.github/workflows/release.yml')).toContain('"22"');
  expect(repository.release(['ci']).stdout).toContain('Rewrote .github/workflows/release.yml');
  expect(repository.release(['ci', '--check']).code).toBe(0);
});

it('says with --check that a pipeline is missing', () => {
  expect(repository.release(['ci', '--check'])).toMatchObject({ code: 2, stdout: '' });
  const { code, stdout, stderr } = repository.release(['ci', '--check', '--json']);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    files: expect.arrayContaining([expect.objectContaining({ path: '.gitlab/launchway.yml', state: 'new' })]),
    problems: [{ code: 'CI_DRIFTED' }],
  });
  expect(stderr).toContain('is missing');
  expect(existsSync(join(repository.top, '.gitlab/launchway.yml'))).toBe(false);
});

it('leaves a file alone that somebody else wrote, and then writes nothing at all', () => {
  const own = 'name: release\non: push\njobs: {}\n';
  repository.write({ '.github/workflows/release.yml': own });
  const { code, stdout, stderr } = repository.release(['ci']);
  expect(code).toBe(2);
  expect(stdout).toBe('Nothing was written; `release ci --stdout` prints what would be.\n');
  expect(stderr).toContain('CI_FILE_FOREIGN');
  expect(stderr).toContain('git mv .github/workflows/release.yml .github/workflows/release-own.yml');
  expect(status()).toBe('.github/workflows/release.yml');
  expect(read('.github/workflows/release.yml')).toBe(own);
});

it('leaves jobs and keys of one’s own in .gitlab-ci.yml alone, byte for byte', () => {
  const own = '# ours\ninclude: [ { local: /.gitlab/launchway.yml } ]\n\nlint:   \n  script: [make lint]\r\n';
  writeFileSync(join(repository.top, '.gitlab-ci.yml'), own);
  expect(repository.release(['ci'])).toMatchObject({ code: 0, stderr: '' });
  expect(read('.gitlab-ci.yml')).toBe(own);
});

it.each(['/.gitlab/launchway.yml', '.gitlab/*.yml', '**/launchway.yml'])('knows the include %j', (path) => {
  const own = `include:\n  - local: ${JSON.stringify(path)}\nlint:\n  script: !reference [.base, script]\n`;
  repository.write({ '.gitlab-ci.yml': own });
  expect(repository.release(['ci'])).toMatchObject({ code: 0, stderr: '' });
});

it.each([
  ['has no include', 'lint:\n  script: [make]\n', 'CI_NOT_INCLUDED', 'local: .gitlab/launchway.yml'],
  [
    'lacks a stage',
    'stages: [test]\ninclude: .gitlab/launchway.yml\n',
    'CI_STAGE_MISSING',
    'release is not among them',
  ],
])('says what to add to a .gitlab-ci.yml that %s', (_, own, code, says) => {
  repository.write({ '.gitlab-ci.yml': own });
  const ended = repository.release(['ci']);
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain(code);
  expect(ended.stderr).toContain(says);
  expect(read('.gitlab-ci.yml')).toBe(own);
});

it('finds a pipeline that nothing calls for any more', () => {
  repository.release(['ci']);
  repository.write({ 'release.config.ts': config(", ci: { release: 'hand' }") });
  const ended = repository.release(['ci', '--check']);
  expect(ended.code).toBe(2);
  expect(ended.stderr.replaceAll(/\s+/g, ' ')).toContain('git rm .github/workflows/release.yml');
  expect(repository.release(['ci']).stderr).toContain('CI_FILE_STALE');
  expect(existsSync(join(repository.top, '.github/workflows/release.yml'))).toBe(true);
});

it('asks for the forge where nothing tells it, and takes it by flag', () => {
  repository.git('remote', 'set-url', 'origin', 'https://git.example.org/acme/tool.git');
  expect(repository.release(['ci'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('CI_FORGE_UNKNOWN'),
  });
  expect(repository.release(['ci', '--gitlab', '--stdout']).stdout).toContain('release-cloud:');
  expect(repository.release(['ci', '--github', '--gitlab'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('are both given'),
  });
});

it('prints the files of one flow, and writes none, with --stdout', () => {
  const { code, stdout } = repository.release(['ci', '--stdout', '--flow', 'cloud', '--json']);
  expect(code).toBe(0);
  const { files } = JSON.parse(stdout) as { files: { path: string; content: string }[] };
  expect(files.map(({ path }) => path).toSorted()).toEqual(written.slice(0, 2));
  expect(status()).toBe('');
  expect(repository.release(['ci', '--stdout', '--flow', 'clouds'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('FLOW_UNKNOWN'),
  });
});

it('needs a package.json, or to be told how Launchway is installed', () => {
  repository.git('rm', '-q', '--cached', 'package.json', 'package-lock.json');
  repository.write({
    'release.config.ts': config(", ci: { install: [['./setup.sh', 'a b']] }").replaceAll(
      'package.json',
      'Chart.yaml',
    ),
    'Chart.yaml': 'version: 1.0.0\n',
  });
  repository.git('clean', '-qfd', '--', 'package.json', 'package-lock.json');
  expect(repository.release(['ci'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('CI_PACKAGE_MISSING'),
  });
});
