import { expect, test } from 'vitest';
import { artifactsNeeds } from './ci.ts';

const build = ['go', 'build', '-o', '{output}', './cmd/tool'];

test('a release needs the program of its build, and no job unless one is asked for', () => {
  expect(artifactsNeeds({ name: 'tool', build })).toEqual({ tools: ['go'] });
  expect(artifactsNeeds({ name: 'tool', build: { run: ['make'] } })).toEqual({});
});

test('the job builds each operating system on a machine that can, and asks where such machines are rare', () => {
  const targets = [
    'linux/amd64',
    'linux/arm64',
    'windows/amd64',
    { os: 'darwin', arch: 'arm64', host: 'darwin' },
  ] as const;
  const job = {
    name: 'tools',
    paths: ['cmd/**'],
    days: 7,
    runners: { linux: ['docker'], windows: ['docker'], darwin: ['macos'] },
  };
  const { jobs } = artifactsNeeds({ name: 'tool', build, targets, job, from: 'out' });
  expect(jobs).toEqual([
    {
      kind: 'files',
      name: 'tools',
      tools: ['go'],
      folder: 'out',
      paths: ['cmd/**'],
      forTag: true,
      retention: {
        github: { variable: 'TOOLS_ARTIFACT_RETENTION_DAYS', days: 7 },
        gitlab: { variable: 'TOOLS_ARTIFACT_EXPIRE_IN', duration: '7 days' },
      },
      builds: [
        {
          name: 'linux',
          system: 'linux',
          run: ['artifacts', '--target', 'linux/amd64', '--target', 'linux/arm64'],
          runner: ['docker'],
        },
        {
          name: 'windows',
          system: 'linux',
          run: ['artifacts', '--target', 'windows/amd64'],
          runner: ['docker'],
        },
        {
          name: 'macos',
          system: 'macos',
          run: ['artifacts', '--target', 'darwin/arm64'],
          runner: ['macos'],
          askUnless: 'RUN_MACOS_TOOLS_BUILD',
        },
      ],
    },
  ]);
});

test('a runner for macOS is a Mac, also for what could be built elsewhere', () => {
  const job = { paths: ['cmd/**'], runners: { darwin: ['mac'] } };
  const { jobs } = artifactsNeeds({ name: 'tool', build, targets: ['darwin/amd64', 'linux/386'], job });
  expect(jobs).toMatchObject([
    {
      builds: [
        { name: 'macos', system: 'macos', runner: ['mac'], askUnless: 'RUN_MACOS_CLI_BUILD' },
        { name: 'linux', system: 'linux' },
      ],
    },
  ]);
});

test('what one machine builds for all is built by the release itself, and taken from no job', () => {
  const { jobs } = artifactsNeeds({ name: 'tool', build, job: { paths: ['cmd/**'] } });
  expect(jobs).toMatchObject([{ name: 'cli', forTag: false }]);
});
