import { isReleaseError, type Problem, type Reads } from '@launchway/core';
import { dockerEnvironment } from '@launchway/oci';
import { dockerProblems } from '../problems.ts';
import { optionsOf } from './registries.ts';
import type { Target } from './targets.ts';

/** From this version on, `docker` reads credentials from the environment. */
const readsEnvironment = 28;

/** What keeps images from being built: no buildx, no such builder, no way to hand over the credentials. */
export async function buildxProblems(
  reads: Reads,
  builder: string | null,
  target: Target,
): Promise<readonly Problem[]> {
  try {
    await reads.query(['docker', 'buildx', 'version']);
    if (builder !== null) await reads.query(['docker', 'buildx', 'inspect', builder]);
    return await loginProblems(reads, target);
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return [
      dockerProblems.error('DOCKER_BUILDX_MISSING', {
        message: `The image cannot be built: ${error.message}`,
        fix: 'Install Docker with buildx in this job, and create the builder where one is named (`docker buildx create --name NAME`).',
      }),
    ];
  }
}

async function loginProblems(reads: Reads, target: Target): Promise<readonly Problem[]> {
  const login = await dockerEnvironment(reads, [optionsOf(target)]);
  if (Object.keys(login).length === 0) return [];
  const { stdout } = await reads.query(['docker', '--version']);
  const major = /version\s+v?(\d+)\./i.exec(stdout)?.[1];
  if (major === undefined || Number(major) >= readsEnvironment) return [];
  return [
    dockerProblems.warning('DOCKER_LOGIN_TOO_OLD', {
      message: `Docker ${major} does not take the credentials for ${target.registry} from the environment, so the build can push only if \`docker login\` was run before.`,
      fix: `Use Docker ${readsEnvironment} or newer, or run \`docker login ${target.registry}\` before.`,
    }),
  ];
}

/** The driver of a builder, such as `docker-container`; nothing where it does not say. */
export async function driverOf(reads: Reads, builder: string | null): Promise<string | undefined> {
  const { stdout } = await reads.query([
    'docker',
    'buildx',
    'inspect',
    ...(builder === null ? [] : [builder]),
  ]);
  return /^Driver:\s*(\S+)/m.exec(stdout)?.[1];
}
