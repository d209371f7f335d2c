import { join } from 'node:path';
import { type Deferred, type Effects, known, type Probe, type Reads, type StepKind } from '@launchway/core';
import { dockerEnvironment } from '@launchway/oci';
import { dockerProblems } from '../problems.ts';
import { bakeArguments, buildArguments, type BuildCall, type BuildInput } from './buildx.ts';
import { digestIn } from './build-result.ts';
import { metadataOf, type Naming, ownTags } from './naming.ts';
import { revisionLabel } from './origin.ts';
import { findReleased, referenceOf } from './released.ts';
import { optionsOf, pushProblems, readable } from './registries.ts';
import { nameOf, type Target } from './targets.ts';
import { buildxProblems, driverOf } from './tools.ts';

export type BuildStep = {
  readonly build: BuildInput;
  /** Where it is pushed to. */
  readonly target: Target;
  /** Every repository that gets the image. */
  readonly targets: readonly Target[];
  readonly naming: Naming;
  readonly commit: Deferred<string>;
  readonly overwrite: boolean;
};

/** The image of a release: the repository that holds it, as `ghcr.io/acme/api`, and its digest. */
export type ImageOutput = { readonly image: string; readonly digest: string };

/** Milliseconds; emulated platforms are slow. */
const longestBuild = 3 * 60 * 60_000;

/** Builds an image of the release commit and pushes it by digest alone, which nobody sees. */
export const buildImage: StepKind<BuildStep, ImageOutput> = {
  kind: 'docker:build',
  phase: 'stage',
  ready: async ({ build, target }, reads) => [
    ...(await buildxProblems(reads, build.builder, target)),
    ...(await pushProblems(reads, target)),
  ],
  probe,
  run,
  // Its digest is no tag yet, so that looking for the tag would tell nothing.
  confirm: false,
};

/** A release that has its tag already is not built again: a second build would have another digest. */
async function probe(input: BuildStep, reads: Reads): Promise<Probe<ImageOutput>> {
  const { naming, targets, overwrite } = input;
  const commit = known(input.commit);
  if (commit === undefined) return { state: 'todo', preview: foretold(input, commit) };
  const held = await findReleased(reads, targets, ownTags(naming, commit), [commit]);
  if (held?.origin === 'proven') {
    const output = { image: nameOf(held.target), digest: held.manifest.digest };
    return { state: 'done', output, preview: [`${referenceOf(held)} is it already`] };
  }
  if (held === undefined || overwrite) return { state: 'todo', preview: foretold(input, commit) };
  const [revision = 'a commit that it does not name'] = held.revisions;
  return {
    state: 'conflict',
    problem: dockerProblems.error('DOCKER_TAG_TAKEN', {
      message: `${referenceOf(held)} exists and was made of ${revision}, not of the release commit ${commit}.`,
      fix: 'Release a new version, or say `overwrite: true` if the image there is a mistake.',
    }),
  };
}

function foretold({ build, target }: BuildStep, commit: string | undefined): readonly string[] {
  const where =
    build.in === 'worktree' ? 'the working tree' : `a checkout of ${commit ?? 'the release commit'}`;
  return [
    ...build.prepare.map((argv) => `in ${where}: ${argv.join(' ')}`),
    `docker buildx ${build.bake === null ? 'build' : `bake ${build.bake.target}`} in ${where}${build.platforms.length === 0 ? '' : ` for ${build.platforms.join(', ')}`}, pushed to ${nameOf(target)} by digest`,
  ];
}

async function run(input: BuildStep, effects: Effects): Promise<ImageOutput> {
  const { build, target } = input;
  const commit = known(input.commit) ?? '';
  const place = build.in === 'worktree' ? {} : { cwd: await effects.checkout(commit) };
  for (const argv of build.prepare) await effects.exec(argv, { ...place, timeout: longestBuild });
  const folder = await effects.scratch();
  const byTag = (await driverOf(effects, build.builder)) === 'docker';
  const call = { ...callOf(input, commit, byTag), metadataFile: join(folder, 'metadata.json') };
  const { argv, env } = build.bake === null ? buildArguments(call) : bakeArguments(call, build.bake);
  const login = await dockerEnvironment(effects, [optionsOf(target)]);
  await effects.exec(argv, { ...place, env: { ...login, ...env }, timeout: longestBuild });
  const digest = digestIn((await effects.folder(folder).text('metadata.json')) ?? '', build.bake?.target);
  return { image: nameOf(target), digest: await arrived(effects, target, digest) };
}

/** @param byTag for the driver "docker", which cannot push by digest */
function callOf(
  { build, target, naming }: BuildStep,
  commit: string,
  byTag: boolean,
): Omit<BuildCall, 'metadataFile'> {
  const { labels, annotations, version } = metadataOf(naming, commit);
  const given = Object.entries({ ...labels, [revisionLabel]: commit }).filter(([, value]) => value !== '');
  return {
    build,
    image: nameOf(target),
    insecure: target.insecure,
    ...(byTag ? { tag: `build-${commit.slice(0, 12)}` } : {}),
    labels: Object.fromEntries(given),
    annotations: naming.options.annotations?.length ? annotations : [],
    fill: (text) =>
      text.replaceAll('{version}', naming.version ?? version ?? '').replaceAll('{commit}', commit),
  };
}

/** A builder may end well without having pushed anything. */
async function arrived(reads: Reads, target: Target, digest: string | undefined): Promise<string> {
  const found = digest === undefined ? undefined : await readable(reads, target).headManifest(digest);
  if (digest !== undefined && found !== undefined) return digest;
  throw dockerProblems.refusal('DOCKER_BUILD_UNKNOWN', {
    message:
      digest === undefined
        ? 'docker buildx ended without an error, and its metadata file names no digest.'
        : `docker buildx ended without an error and names ${digest}, which ${nameOf(target)} does not have.`,
    fix: 'Check that the builder pushes to this registry: `docker buildx inspect` shows its driver and settings.',
  });
}
