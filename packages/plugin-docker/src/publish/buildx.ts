import type { CredentialRef } from '@launchway/core';
import type { BuildOptions } from '../options.ts';

type Secret = Pick<CredentialRef, keyof CredentialRef>;

/** What of the options of a build goes into a plan, nothing left open. */
export type BuildInput = {
  readonly context: string;
  readonly dockerfile: string | null;
  readonly target: string | null;
  readonly platforms: readonly string[];
  readonly args: { readonly [name: string]: string };
  readonly secrets: { readonly [id: string]: Secret };
  readonly cacheFrom: readonly string[];
  readonly cacheTo: readonly string[];
  readonly provenance: string | null;
  readonly sbom: string | null;
  readonly bake: { readonly target: string; readonly files: readonly string[] } | null;
  readonly builder: string | null;
  readonly prepare: readonly (readonly string[])[];
  readonly in: 'checkout' | 'worktree';
};

/** Settles what the options leave open. */
export function buildInput(options: BuildOptions): BuildInput {
  const { context = '.', dockerfile = null, target = null, builder = null, bake } = options;
  const { platforms = [], args = {}, secrets = {}, cacheFrom = [], cacheTo = [], prepare = [] } = options;
  const word = (value: boolean | string | undefined): string | null =>
    value === undefined ? null : String(value);
  return {
    context,
    dockerfile,
    target,
    platforms,
    args,
    secrets: Object.fromEntries(Object.entries(secrets).map(([id, secret]) => [id, { ...secret }])),
    cacheFrom,
    cacheTo,
    provenance: word(options.provenance),
    sbom: word(options.sbom),
    bake: bake === undefined ? null : { target: bake.target, files: bake.files ?? [] },
    builder,
    prepare,
    in: options.in ?? 'checkout',
  };
}

/** One call of buildx. */
export interface BuildCall {
  readonly build: BuildInput;
  /** Registry and repository. */
  readonly image: string;
  readonly insecure: boolean;
  /** A tag to push by, where the driver cannot push by digest. */
  readonly tag?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: readonly string[];
  readonly metadataFile: string;
  /** Fills the release's version and commit into an argument of the build. */
  readonly fill: (text: string) => string;
}

/** Arguments, and the environment that holds what must not be an argument. */
export interface Buildx {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | CredentialRef>>;
}

/**
 * Gives `docker buildx build` with every option, the image pushed by digest and under no tag.
 * @see https://docs.docker.com/reference/cli/docker/buildx/build/
 */
export function buildArguments(call: BuildCall): Buildx {
  const { build, labels, annotations, fill } = call;
  const { secrets, env } = secretArguments(build);
  const argv = [
    ...start('build', call),
    ...optional('--file', build.dockerfile),
    ...optional('--target', build.target),
    ...(build.platforms.length === 0 ? [] : ['--platform', build.platforms.join(',')]),
    ...each(
      '--build-arg',
      Object.entries(build.args).map(([name, value]) => `${name}=${fill(value)}`),
    ),
    ...each('--secret', secrets),
    ...each('--cache-from', build.cacheFrom),
    ...each('--cache-to', build.cacheTo),
    ...attestations(build),
    ...each(
      '--label',
      Object.entries(labels).map(([name, value]) => `${name}=${value}`),
    ),
    ...each('--annotation', annotations),
    ...(call.tag === undefined
      ? ['--output', `type=image,name=${call.image},${byDigest(call)}`]
      : ['--tag', `${call.image}:${call.tag}`, '--push']),
    build.context,
  ];
  return { argv, env };
}

/**
 * Gives `docker buildx bake` for one target of the project's own files, with everything set that a release decides.
 * @see https://docs.docker.com/reference/cli/docker/buildx/bake/
 */
export function bakeArguments(
  call: BuildCall,
  bake: { readonly target: string; readonly files: readonly string[] },
): Buildx {
  const { build, labels, annotations, fill } = call;
  const { secrets, env } = secretArguments(build);
  const settings = [
    `tags=${call.image}${call.tag === undefined ? '' : `:${call.tag}`}`,
    `output=type=image,${call.tag === undefined ? byDigest(call) : `push=true${insecurely(call)}`}`,
    ...(build.dockerfile === null ? [] : [`dockerfile=${build.dockerfile}`]),
    ...(build.context === '.' ? [] : [`context=${build.context}`]),
    ...(build.target === null ? [] : [`target=${build.target}`]),
    ...(build.platforms.length === 0 ? [] : [`platform=${build.platforms.join(',')}`]),
    ...Object.entries(build.args).map(([name, value]) => `args.${name}=${fill(value)}`),
    ...secrets.map((secret) => `secrets=${secret}`),
    ...build.cacheFrom.map((from) => `cache-from=${from}`),
    ...build.cacheTo.map((to) => `cache-to=${to}`),
    ...Object.entries(labels).map(([name, value]) => `labels.${name}=${value}`),
    ...annotations.map((annotation) => `annotations=${annotation}`),
  ];
  const argv = [
    ...start('bake', call),
    ...each('--file', bake.files),
    ...attestations(build),
    ...each(
      '--set',
      settings.map((setting) => `${bake.target}.${setting}`),
    ),
    bake.target,
  ];
  return { argv, env };
}

const start = (command: string, { build, metadataFile }: BuildCall): readonly string[] => [
  'docker',
  'buildx',
  command,
  ...optional('--builder', build.builder),
  '--metadata-file',
  metadataFile,
];

const byDigest = (call: BuildCall): string =>
  `push-by-digest=true,name-canonical=true,push=true${insecurely(call)}`;
const insecurely = ({ insecure }: BuildCall): string => (insecure ? ',registry.insecure=true' : '');

const attestations = ({ provenance, sbom }: BuildInput): readonly string[] => [
  ...(provenance === null ? [] : [`--provenance=${provenance}`]),
  ...(sbom === null ? [] : [`--sbom=${sbom}`]),
];

/** The values of secrets go by the environment, under names that mean nothing to anybody else. */
function secretArguments({ secrets }: BuildInput): {
  readonly secrets: readonly string[];
  readonly env: Readonly<Record<string, string | CredentialRef>>;
} {
  const named = Object.entries(secrets).map(([id, ref], at) => ({
    id,
    ref,
    variable: `LAUNCHWAY_BUILD_SECRET_${at}`,
  }));
  return {
    secrets: named.map(({ id, variable }) => `id=${id},env=${variable}`),
    env: {
      BUILDX_METADATA_PROVENANCE: 'disabled',
      ...Object.fromEntries(named.map(({ variable, ref }) => [variable, ref])),
    },
  };
}

const optional = (flag: string, value: string | null): readonly string[] =>
  value === null ? [] : [flag, value];
const each = (flag: string, values: readonly string[]): readonly string[] =>
  values.flatMap((value) => [flag, value]);
