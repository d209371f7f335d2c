import { type CiBuild, type CiFilesJob, type CiNeeds, type CiTool, defined } from '@launchway/core';
import type { ArtifactsOptions, Host, JobOptions } from './options.ts';
import { nameOf, type Target, targetsOf } from './targets.ts';

/** What pipelines must provide: the programs of the build, and the jobs that build between releases. */
export function artifactsNeeds(options: ArtifactsOptions): CiNeeds {
  const tools = toolsOf(options);
  return {
    ...(tools.length === 0 ? {} : { tools }),
    ...(options.job === undefined ? {} : { jobs: [filesJob(options, options.job, tools)] }),
  };
}

function toolsOf({ build = [] }: ArtifactsOptions): readonly CiTool[] {
  const [program] = 'run' in build ? build.run : build;
  return program === 'go' || program === 'deno' ? [program] : [];
}

const systems: Readonly<Record<string, CiBuild['system']>> = {
  linux: 'linux',
  darwin: 'macos',
  windows: 'windows',
};

function filesJob(options: ArtifactsOptions, job: JobOptions, tools: readonly CiTool[]): CiFilesJob {
  const { name = 'cli', paths, days = 30, runners = {} } = job;
  const targets = targetsOf(options);
  const word = name.toUpperCase().replaceAll('-', '_');
  return {
    kind: 'files',
    name,
    builds: [...new Set(targets.map(({ os }) => os))].map((os) =>
      buildOf(
        targets.filter((target) => target.os === os),
        runners,
        `RUN_MACOS_${word}_BUILD`,
      ),
    ),
    folder: options.from ?? 'dist',
    paths,
    retention: {
      github: { variable: `${word}_ARTIFACT_RETENTION_DAYS`, days },
      gitlab: { variable: `${word}_ARTIFACT_EXPIRE_IN`, duration: `${days} days` },
    },
    tools,
    forTag: targets.some(({ host }) => host !== undefined),
  };
}

/** The build of all targets of one operating system: on a Mac where one is named, or where no other machine will do. */
function buildOf(
  targets: readonly Target[],
  runners: Readonly<Partial<Record<Host, readonly string[]>>>,
  askUnless: string,
): CiBuild {
  const { os = '', host } = targets[0] ?? {};
  const machine = host ?? (os === 'darwin' && runners.darwin !== undefined ? 'darwin' : 'linux');
  const runner = runners[isHost(os) ? os : machine];
  return {
    name: systems[os] ?? os,
    system: systems[machine] ?? 'linux',
    run: ['artifacts', ...targets.flatMap((target) => ['--target', nameOf(target)])],
    ...defined({ runner }),
    ...(machine === 'darwin' ? { askUnless } : {}),
  };
}

const isHost = (os: string): os is Host => os in systems;
