import type { ReadyFlow } from '../config/load.ts';
import type { CiFilesJob, CiImageJob, CiNeeds } from '../model/ci.ts';
import type { Plugin } from '../model/plugin.ts';
import { pipelineFiles } from './files.ts';
import type { PipelineProject } from './project.ts';

export const image: CiImageJob = {
  kind: 'image',
  name: 'image',
  image: 'ghcr.io/example/harbour',
  tag: 'sha-{sha}',
  platforms: ['linux/amd64', 'linux/arm64'],
};

/** The command-line tool of the reference, for five machines. */
export const tool: CiFilesJob = {
  kind: 'files',
  name: 'cli',
  tools: ['go'],
  paths: ['tools/cli/**', 'go.mod'],
  folder: 'dist',
  retention: {
    github: { variable: 'CLI_ARTIFACT_RETENTION_DAYS', days: 30 },
    gitlab: { variable: 'CLI_ARTIFACT_EXPIRE_IN', duration: '30 days' },
  },
  builds: [
    { name: 'linux', system: 'linux', run: ['artifacts', '--target', 'linux/amd64'], runner: ['docker'] },
    {
      name: 'windows',
      system: 'windows',
      run: ['artifacts', '--target', 'windows/amd64'],
      runner: ['docker'],
    },
    {
      name: 'macos',
      system: 'macos',
      run: ['artifacts', '--target', 'darwin/arm64'],
      runner: ['macos'],
      askUnless: 'RUN_MACOS_CLI_BUILD',
    },
  ],
};

const publishing = (name: string, ci: CiNeeds): Plugin => ({ name, ci, publish: () => [] });

const tracks: Plugin = {
  name: 'versions',
  tracks: [
    {
      name: 'chart',
      pins: [{ file: 'charts/Chart.yaml', format: 'yaml', pointer: ['version'] }],
      paths: ['charts/**'],
      tag: { name: 'v{version}' },
    },
    {
      name: 'shared',
      pins: [{ file: 'packages/shared/jsr.json', format: 'json', pointer: ['version'] }],
      paths: ['packages/shared/**'],
    },
  ],
};

/** The four pipelines of the reference, as needs of plugins that the generator knows nothing else of. */
export const plugins: readonly Plugin[] = [
  tracks,
  publishing('images', { permissions: { packages: 'write' }, jobs: [image] }),
  publishing('charts', { secrets: ['CHARTS_TOKEN'], variables: ['CHARTS_USER'], starts: { track: 'chart' } }),
  publishing('packages', {
    permissions: { 'id-token': 'write' },
    tools: ['deno'],
    starts: { hand: ['shared'] },
  }),
  publishing('tool', { jobs: [tool] }),
];

export const flow = (more: Partial<ReadyFlow> = {}): ReadyFlow => ({
  name: 'cloud',
  when: { branch: ['main', 'release/*'], ci: 'github' },
  plugins,
  ...more,
});

/** The files of flows in a repository that npm installs, by their path. */
export function written(
  flows: readonly ReadyFlow[],
  project: Partial<PipelineProject> = {},
): Readonly<Record<string, string>> {
  const files = pipelineFiles(flows, 'release.config.ts', {
    files: ['package-lock.json', 'package.json'],
    env: () => undefined,
    ...project,
  });
  return Object.fromEntries(files.map(({ path, content }) => [path, content]));
}
