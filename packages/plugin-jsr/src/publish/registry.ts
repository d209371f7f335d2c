import type { CredentialRef, HttpResponse, Reads } from '@launchway/core';
import { jsrProblems } from '../problems.ts';
import { type ApiError, apiErrorIn } from './api-error.ts';

/** Where a package is published, and under which name. */
export interface Target {
  /** The registry's address; ends with a slash. */
  readonly registry: string;
  readonly scope: string;
  readonly name: string;
}

/** What the registry says of a published version. */
export interface PublishedVersion {
  readonly yanked: boolean;
  /** Entry of the transparency log; `null` where the version has no provenance. */
  readonly rekorLogId: string | null;
}

export interface RegistryPackage {
  readonly isArchived: boolean;
  readonly githubRepository: { readonly id: number; readonly owner: string; readonly name: string } | null;
}

export interface ScopeMember {
  readonly user: { readonly id: string; readonly name?: string; readonly githubId?: number | null };
}

export interface PublishTask {
  readonly id: string;
  readonly status: string;
  readonly error: ApiError | null;
}

/** The registry asks tools to say who they are; answers kept by a cache on the way are of no use here. */
const headers = {
  'user-agent': 'launchway (https://www.npmjs.com/package/@launchway/plugin-jsr)',
  'cache-control': 'no-cache',
  accept: 'application/json',
};

export const labelOf = ({ scope, name }: Pick<Target, 'scope' | 'name'>): string => `@${scope}/${name}`;

/** Page of a package or of one of its versions. */
export const pageOf = (target: Target, version?: string): string =>
  `${target.registry}${labelOf(target)}${version === undefined ? '' : `@${version}`}`;

/** Page on which a package is made. */
export const creationPage = ({ registry, scope, name }: Target): string =>
  `${registry}new?scope=${scope}&package=${name}&from=cli`;

const apiOf = ({ registry }: Pick<Target, 'registry'>): string => `${new URL(registry).origin}/api/`;
const packagePath = ({ scope, name }: Target): string => `scopes/${scope}/packages/${name}`;

/**
 * Asks whether a version is published; the management API knows at once, the module files are what users see.
 * @throws JSR_UNAVAILABLE for an answer that is none
 */
export async function findVersion(
  target: Target,
  version: string,
  reads: Reads,
): Promise<PublishedVersion | undefined> {
  const path = `${packagePath(target)}/versions/${encodeURIComponent(version)}`;
  const answer = await ask<PublishedVersion>(reads, apiOf(target) + path, isVersion);
  if (answer !== undefined) return { yanked: answer.yanked, rekorLogId: answer.rekorLogId ?? null };
  const meta = await ask<{ versions?: Record<string, { yanked?: unknown }> }>(
    reads,
    `${target.registry}${labelOf(target)}/meta.json`,
    ({ versions }) => isRecord(versions) && Object.values(versions).every(isRecord),
  );
  const held = meta?.versions?.[version];
  return held === undefined ? undefined : { yanked: held.yanked === true, rekorLogId: null };
}

/**
 * Gives the checksums of a version's files by path, or nothing where the registry does not list them.
 * @throws JSR_UNAVAILABLE for an answer that is none
 */
export async function findChecksums(
  target: Target,
  version: string,
  reads: Reads,
): Promise<ReadonlyMap<string, string> | undefined> {
  const found = await ask<{ manifest?: Record<string, { checksum: string }> }>(
    reads,
    `${target.registry}${labelOf(target)}/${version}_meta.json`,
    ({ manifest = {} }) => isRecord(manifest) && Object.values(manifest).every(hasChecksum),
  );
  return (
    found?.manifest && new Map(Object.entries(found.manifest).map(([path, { checksum }]) => [path, checksum]))
  );
}

/** Gives a published file. */
export async function readPublished(
  target: Target,
  version: string,
  path: string,
  reads: Reads,
): Promise<string> {
  const url = `${target.registry}${labelOf(target)}/${version}${path.split('/').map(encodeURIComponent).join('/')}`;
  const answer = await reads.get({ url, headers: { ...headers, accept: '*/*' } });
  return answer.status === 200 ? answer.text() : '';
}

export const findPackage = (target: Target, reads: Reads): Promise<RegistryPackage | undefined> =>
  ask<RegistryPackage>(
    reads,
    apiOf(target) + packagePath(target),
    ({ isArchived, githubRepository: linked = null }) =>
      typeof isArchived === 'boolean' &&
      (linked === null ||
        (isRecord(linked) && typeof linked['owner'] === 'string' && typeof linked['name'] === 'string')),
  );

export const membersOf = async (target: Target, reads: Reads): Promise<readonly ScopeMember[] | undefined> =>
  ask<readonly ScopeMember[]>(
    reads,
    `${apiOf(target)}scopes/${target.scope}/members`,
    (value) => Array.isArray(value) && value.every((one) => isRecord(one) && isRecord(one['user'])),
  );

/**
 * Gives the task of a publication that is under way.
 * @throws JSR_UNAVAILABLE for an answer that is none
 */
export async function findTask(target: Target, id: string, reads: Reads): Promise<PublishTask | undefined> {
  const url = `${apiOf(target)}publish_status/${encodeURIComponent(id)}`;
  const task = await ask<{ status: string; error?: unknown }>(
    reads,
    url,
    ({ status }) => typeof status === 'string',
  );
  return task && { id, status: task.status, error: apiErrorIn(task.error) ?? null };
}

export const taskPage = ({ registry }: Target, id: string): string => `${registry}status/${id}`;

/**
 * What the registry says of a token: good, good but limited to some packages, or refused.
 * @throws JSR_UNAVAILABLE for an answer that is none
 */
export async function tokenState(
  target: Target,
  credential: CredentialRef,
  reads: Reads,
): Promise<
  | { readonly state: 'good'; readonly user: string | undefined }
  | { readonly state: 'refused'; readonly why: string }
> {
  const answer = await reads.get({ url: `${apiOf(target)}user`, headers, credential });
  if (answer.status === 200) return { state: 'good', user: idOf(answer) };
  if (answer.status === 401) return { state: 'refused', why: messageOf(answer) };
  if (answer.status === 403 && codeOf(answer) === 'missingPermission')
    return { state: 'good', user: undefined };
  if (answer.status === 403) return { state: 'refused', why: messageOf(answer) };
  throw unexpected(answer);
}

function idOf(answer: HttpResponse): string | undefined {
  const user = answer.json();
  if (!isRecord(user)) throw unexpected(answer);
  return typeof user['id'] === 'string' ? user['id'] : undefined;
}

/**
 * Gives what a public read answers, nothing for what is not there.
 * @param isMeant tells whether a value is of the form that is relied on
 * @throws JSR_UNAVAILABLE
 */
async function ask<T>(
  reads: Reads,
  url: string,
  isMeant: (value: Readonly<Record<string, unknown>>) => boolean,
): Promise<T | undefined> {
  const answer = await reads.get({ url, headers });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw unexpected(answer);
  const value: unknown = answer.json();
  // A portal or proxy on the way may answer 200 to anything; that must not count as a version that is there.
  if (!isRecord(value) || !isMeant(value)) throw unexpected(answer);
  return value as T;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isVersion = ({ yanked, rekorLogId = null }: Readonly<Record<string, unknown>>): boolean =>
  typeof yanked === 'boolean' && (rekorLogId === null || typeof rekorLogId === 'string');
const hasChecksum = (value: unknown): boolean => isRecord(value) && typeof value['checksum'] === 'string';

function unexpected(answer: HttpResponse) {
  const { host, pathname } = new URL(answer.url);
  return jsrProblems.refusal('JSR_UNAVAILABLE', {
    message: `${host} answered ${answer.status} where ${pathname} was asked for: ${messageOf(answer)}`,
    fix: 'Run again in a minute. If it stays, look at the status page of the registry, or at the proxy on the way.',
    where: { url: answer.url },
  });
}

const codeOf = (answer: HttpResponse): string | undefined => errorOf(answer)?.code;

const messageOf = (answer: HttpResponse): string =>
  errorOf(answer)?.message ?? answer.text().trim().slice(0, 200);

function errorOf(answer: HttpResponse): ApiError | undefined {
  try {
    return apiErrorIn(answer.json());
  } catch {
    return undefined;
  }
}
