import { type CredentialRef, hideUserinfo, type Json, plainPath, type ReleaseContext } from '@launchway/core';
import type {
  GitlabTarget,
  GitTarget,
  HelmCatalogOptions,
  HttpTarget,
  OciTarget,
  Target,
} from '../options.ts';
import type { Recipe } from '../package/recipe.ts';

/** A credential's name in a step's input. */
export type CredentialInput = { readonly [key: string]: Json };

export type GitInput = {
  readonly kind: 'git';
  readonly url: string;
  readonly layout: 'unpacked' | 'packed' | 'both';
  readonly branch: string;
  readonly path: string;
  readonly assets: string;
  readonly index: string;
  readonly address: string | null;
  readonly message: string;
  readonly author: string | null;
  readonly flat: 'remove' | 'refuse';
  readonly forge: { readonly kind: string; readonly url: string } | null;
  readonly credential: CredentialInput | null;
};

export type OciInput = {
  readonly kind: 'oci';
  readonly registry: string;
  /** The repositories' path above the chart's name. */
  readonly path: string;
  readonly insecure: boolean | null;
  readonly credential: CredentialInput | null;
};

export type GitlabInput = {
  readonly kind: 'gitlab';
  readonly channel: string;
  readonly project: string | null;
  readonly api: string | null;
  /** The project of this repository, where it is on a GitLab; for what neither options nor the pipeline tell. */
  readonly own: { readonly api: string; readonly project: string } | null;
  readonly credential: CredentialInput | null;
};

export type HttpInput = {
  readonly kind: 'http';
  readonly url: string;
  readonly credential: CredentialInput | null;
};

/** A target as its step is told of it. */
export interface TargetInput {
  readonly kind: 'git' | 'oci' | 'gitlab' | 'http';
  readonly input: GitInput | OciInput | GitlabInput | HttpInput;
  /** Where repositories of charts and of images could meet. */
  readonly place?: string;
}

export function listOfTargets(to: HelmCatalogOptions['to']): readonly Target[] {
  return Array.isArray(to) ? (to as readonly Target[]) : [to as Target];
}

/** Settles what a target leaves open. */
export async function targetInput(target: Target, context: ReleaseContext): Promise<TargetInput> {
  if ('git' in target) return { kind: 'git', input: gitInput(target, context) };
  if ('oci' in target) return ociInput(target);
  if ('gitlab' in target) return { kind: 'gitlab', input: await gitlabInput(target, context) };
  return { kind: 'http', input: httpInput(target) };
}

function gitInput(target: GitTarget, { facts }: ReleaseContext): GitInput {
  return {
    kind: 'git',
    url: target.git,
    layout: target.layout ?? 'unpacked',
    branch: target.branch ?? 'main',
    path: plainPath(target.path ?? 'charts'),
    assets: plainPath(target.assets ?? 'assets/{name}'),
    index: plainPath(target.index ?? 'index.yaml'),
    address: target.url ?? null,
    message: target.message ?? 'chore: publish {name} chart v{version}',
    author: target.author ?? null,
    flat: target.flat ?? 'refuse',
    forge: facts.forge === undefined ? null : { kind: facts.forge.kind, url: facts.forge.url },
    credential: credentialInput(target.credential),
  };
}

async function ociInput(target: OciTarget): Promise<TargetInput> {
  const { parseChart } = await import('@launchway/oci');
  const { registry, repository } = parseChart(target.oci);
  const insecure = target.insecure ?? null;
  const input: OciInput = {
    kind: 'oci',
    registry,
    path: repository,
    insecure,
    credential: credentialInput(target.credential),
  };
  return { kind: 'oci', input, place: `oci://${registry}/${repository}` };
}

async function gitlabInput(
  { gitlab, project, api, credential }: GitlabTarget,
  { facts }: ReleaseContext,
): Promise<GitlabInput> {
  const { gitlabProject } = await import('@launchway/forge');
  const own = facts.forge?.kind === 'gitlab' ? gitlabProject(facts.forge.url, api) : undefined;
  return {
    kind: 'gitlab',
    channel: gitlab,
    project: project ?? null,
    api: api?.replace(/\/+$/, '') ?? null,
    own: own === undefined ? null : { api: own.api, project: own.path },
    credential: credentialInput(credential),
  };
}

function httpInput({ http, credential }: HttpTarget): HttpInput {
  return { kind: 'http', url: http.replace(/\/+$/, ''), credential: credentialInput(credential) };
}

function credentialInput(credential: CredentialRef | undefined): CredentialInput | null {
  return credential === undefined ? null : (JSON.parse(JSON.stringify(credential)) as CredentialInput);
}

/** Gives back the credential that an input names. */
export function credentialOf(input: CredentialInput | null): CredentialRef | undefined {
  return input === null ? undefined : (input as unknown as CredentialRef);
}

/** What a person reads of a step. */
export function titleOf(input: TargetInput['input'], { name, version }: Recipe): string {
  const chart = `${name} ${version}`;
  if (input.kind === 'git') return `publish ${chart} to the catalogue ${shortUrl(input.url)}`;
  if (input.kind === 'oci') return `push ${chart} to oci://${input.registry}/${input.path}`;
  if (input.kind === 'gitlab')
    return `upload ${chart} to the channel ${input.channel} of GitLab's package registry`;
  return `upload ${chart} to ${shortUrl(input.url)}`;
}

const shortUrl = (url: string): string => hideUserinfo(url).replace(/\.git$/, '');
