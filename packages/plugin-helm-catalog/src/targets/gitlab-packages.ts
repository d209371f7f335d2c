import { type CredentialRef, isReleaseError, type Reads } from '@launchway/core';
import { gitlabCredential, gitlabTokenKind, openForge } from '@launchway/forge';
import type { PublishInput } from '../plan.ts';

/** Where a project's packages are asked for. */
export interface ProjectPackages {
  /** Root of GitLab's API. */
  readonly api: string;
  readonly project: string;
  readonly credential: CredentialRef | undefined;
}

/**
 * Whether GitLab may still come to list a chart that it took. It keeps an upload as `processing` until a worker has read
 * it, and then under its name, or as `error` for good. Where it does not tell, it may.
 * @see https://docs.gitlab.com/api/packages/
 */
export async function mayListChart(
  { api, project, credential }: ProjectPackages,
  { recipe }: PublishInput,
  reads: Reads,
): Promise<boolean> {
  const forge = openForge(reads, { name: 'GitLab', api, ...(await tokenFor(credential, reads)) });
  const path = `/projects/${encodeURIComponent(project)}/packages?package_type=helm&sort=desc`;
  const having = (query: string) => forge.list({ path: `${path}&${query}`, doing: 'list the packages' });
  const named = `package_name=${encodeURIComponent(recipe.name)}&package_version=${encodeURIComponent(recipe.version)}`;
  try {
    // In this order: what leaves the first list between the two requests is in the second.
    if ((await having('status=processing')).length > 0) return true;
    const found = await having(`status=default&${named}`);
    return found.some(({ name, version }) => name === recipe.name && version === recipe.version);
  } catch (error) {
    if (isReleaseError(error)) return true;
    throw error;
  }
}

/** The registry of charts takes a token by Basic authentication, the API in the header of its kind. */
async function tokenFor(ref: CredentialRef | undefined, reads: Reads) {
  const found = ref === undefined ? undefined : await reads.credential(ref);
  if (ref === undefined || found === undefined) return {};
  const hints = { jobToken: reads.env('CI_JOB_TOKEN'), variable: [ref.env].flat()[0] };
  return { credential: gitlabCredential(ref, gitlabTokenKind(found.secret, hints)) };
}
