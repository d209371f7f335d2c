import {
  type CiImageJob,
  type CiNeeds,
  credentialNeeds,
  type CredentialRef,
  defined,
  isOfForge,
} from '@launchway/core';
import { isDigest } from '@launchway/oci';
import type { DockerOptions, ImageOptions } from './options.ts';
import { imagesOf } from './publish/steps.ts';
import { isOneCredential } from './publish/targets.ts';

type Image = DockerOptions & ImageOptions;

/** What pipelines must provide: rights and tools for a build of ours, or the job that makes what is taken. */
export function dockerNeeds(options: DockerOptions): CiNeeds {
  const images = imagesOf(options);
  const names = images.flatMap(({ image }) => [image].flat());
  const jobs = images.flatMap((image) => imageJob(image, images.length > 1));
  const tools = [...new Set(images.flatMap(toolsOf))];
  const insecure = images.some(({ build }) => build !== undefined) ? insecureHosts(options, names) : [];
  const secrets = images.flatMap(({ build }) => Object.values(build?.secrets ?? {}));
  return {
    ...(names.some((name) => name.startsWith('ghcr.io/')) ? { permissions: { packages: 'write' } } : {}),
    ...(tools.length === 0 ? {} : { tools }),
    ...(insecure.length === 0 ? {} : { insecure }),
    ...(jobs.length === 0 ? {} : { jobs }),
    ...credentialNeeds([...credentialsOf(options), ...secrets]),
  };
}

/** Registries without TLS, as far as they are named. */
function insecureHosts({ insecure }: DockerOptions, names: readonly string[]): readonly string[] {
  if (insecure === undefined || insecure === false) return [];
  if (insecure !== true) return insecure;
  return names.flatMap((name) => name.split('/')[0] ?? []).filter((host) => !host.includes('$'));
}

function credentialsOf({ credential = {} }: DockerOptions): readonly CredentialRef[] {
  return isOneCredential(credential) ? [credential] : Object.values(credential);
}

function toolsOf({ build }: Image): NonNullable<CiNeeds['tools']> {
  if (build === undefined) return [];
  const cached = [...(build.cacheFrom ?? []), ...(build.cacheTo ?? [])].some((place) =>
    /\btype=gha\b/.test(place),
  );
  return [
    ...((build.platforms?.length ?? 0) > 0 ? (['qemu'] as const) : []),
    'buildx',
    ...(cached ? (['actions-cache'] as const) : []),
  ];
}

/** The job that makes the image of each commit, where a tag names it. */
function imageJob(options: Image, several: boolean): readonly CiImageJob[] {
  const { from, job = {}, insecure, credential } = options;
  if (job === false || typeof from !== 'string' || isDigest(from)) return [];
  const [home = ''] = [options.image].flat();
  const [, image = home, tag = from] = /^([^{}@]*\/[^{}:@]*):(.*)$/.exec(from) ?? [];
  // A tag that is not of the commit is no pipeline's of this repository.
  if (!tag.includes('{sha}')) return [];
  const { name = several ? image.replace(/^.*\//, '').replaceAll(/[^\w-]/g, '-') : 'image', ...build } = job;
  const registry = image.split('/')[0] ?? '';
  const own = credential === undefined || isOneCredential(credential) ? credential : credential[registry];
  const login = own === undefined ? undefined : loginOf(own);
  const named = insecureRegistry(insecure, registry);
  return [
    {
      kind: 'image',
      name,
      image,
      tag,
      ...build,
      ...defined({ login, insecure: named }),
    },
  ];
}

/** The name of a registry without TLS; a variable stands for the only one there is. */
function insecureRegistry(insecure: DockerOptions['insecure'], registry: string): string | true | undefined {
  if (insecure === undefined || typeof insecure === 'boolean') return insecure === true ? true : undefined;
  const isMeant = (host: string): boolean => host === registry || registry.includes('$');
  return insecure.find(isMeant);
}

function loginOf({ env, username, usernameEnv }: CredentialRef): CiImageJob['login'] {
  const [secret] = [env].flat();
  // The job's own token needs no mention.
  if (secret !== undefined && isOfForge(secret)) return undefined;
  const user = usernameEnv === undefined ? username : { variable: usernameEnv };
  return secret === undefined || user === undefined ? undefined : { username: user, secret };
}
