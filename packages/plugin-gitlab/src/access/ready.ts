import type { Problem, Reads } from '@launchway/core';
import { type ForgeReader, openForge, record, records } from '@launchway/forge';
import { gitlabProblems } from '../problems.ts';
import { milestoneProblems } from '../release/milestones.ts';
import { connect, findToken, isDenied, nameOf, type Token } from './access.ts';
import {
  capital,
  featureProblems,
  type Feature,
  keptFromToken,
  protectedTagProblems,
  roleOf,
  roleProblems,
  scopeProblems,
} from './capabilities.ts';
import type { Place } from './place.ts';
import { hintOfNumber, slashProblems } from './slashes.ts';

/** What a step means to do. */
export interface Intent {
  readonly feature: Feature;
  /** Tags that a release is made of. */
  readonly tags: readonly string[];
  /** Titles of milestones that it names. */
  readonly milestones?: readonly string[];
}

/**
 * Proves as far as GitLab tells before it is written to that a step may do its work: by the token's kind, and by what the
 * kind is allowed to ask. A job token cannot read its project, so there it is the list of what is to be written.
 */
export async function readyFor(place: Place, intent: Intent, reads: Reads): Promise<readonly Problem[]> {
  const token = await findToken(place, reads);
  if (token === undefined) return [tokenMissing(place, reads)];
  const wrongKind = kindProblem(token, intent);
  if (wrongKind !== undefined) return [wrongKind];
  const forge = await connect(place, reads);
  const access = { place, token, forge };
  try {
    const isAccount = token.kind !== 'job' && token.kind !== 'deploy';
    return [
      ...(await (isAccount ? proveAccount(access, intent, reads) : proveFeature(access, intent))),
      ...(await slashProblems(place, intent.tags, forge, reads)),
    ];
  } catch (error) {
    throw hintOfNumber(place, error);
  }
}

/** By what GitLab is asked, and where. */
interface Access {
  readonly place: Place;
  readonly token: Token;
  readonly forge: ForgeReader;
}

/** Asks for the list of what is to be written. */
async function proveFeature(
  { place, token, forge }: Access,
  { feature }: Intent,
): Promise<readonly Problem[]> {
  try {
    await forge.get({ path: `/${feature}?per_page=1`, doing: `read the ${feature} of the project` });
    return [];
  } catch (error) {
    if (!isDenied(error)) throw error;
    return [keptFromToken(feature, nameOf(token), place.web)];
  }
}

/** Asks for the project, the account's role in it, and what the token says of itself. */
async function proveAccount(
  { place, token, forge }: Access,
  intent: Intent,
  reads: Reads,
): Promise<readonly Problem[]> {
  const project = record(await forge.get({ path: '', doing: 'read the project' }));
  const role = roleOf(project['permissions']);
  const rules = intent.tags.length === 0 ? [] : await protectedTags(forge);
  const own = token.kind === 'personal' ? await ownToken(place, forge, reads) : {};
  return [
    ...scopeProblems(own, nameOf(token)),
    ...featureProblems(project, intent.feature, place.web),
    ...roleProblems(role, place.web),
    ...protectedTagProblems(rules, intent.tags, role),
    ...(await milestoneProblems(intent.milestones ?? [], place, forge)),
  ];
}

/** Only some roles may list the rules; where this one may not, nothing is concluded. */
async function protectedTags(forge: ForgeReader) {
  const answer = await forge.find(
    { path: '/protected_tags?per_page=100', doing: 'read the protected tags' },
    [401, 403, 404],
  );
  return records(answer);
}

/** What GitLab says of the token itself; older ones say nothing. */
async function ownToken(
  { api }: Place,
  forge: ForgeReader,
  reads: Reads,
): Promise<Readonly<Record<string, unknown>>> {
  const root = openForge(reads, { ...forge.options, api });
  return record(
    await root.find({ path: '/personal_access_tokens/self', doing: 'read the token' }, [401, 403, 404]),
  );
}

function tokenMissing({ token }: Place, reads: Reads): Problem {
  const names = token.map((name) => `$${name}`).join(', ');
  const isHidden = reads.env('GITLAB_CI') === 'true' && reads.env('CI_COMMIT_REF_PROTECTED') === 'false';
  const ref = reads.env('CI_COMMIT_TAG') ?? reads.env('CI_COMMIT_BRANCH') ?? reads.env('CI_COMMIT_REF_NAME');
  return gitlabProblems.error('GITLAB_TOKEN_MISSING', {
    message: isHidden
      ? `None of ${names} is set. This pipeline runs for "${ref}", which is not protected, so it does not get protected variables.`
      : `None of ${names} is set.`,
    fix: isHidden
      ? `Protect the ${reads.env('CI_COMMIT_TAG') === undefined ? 'branch' : 'tags (such as `v*`)'} under Settings > Repository, or take the protection from the variable.`
      : 'Set GITLAB_TOKEN to an access token with the scope `api`; in GitLab CI the job token is there by itself.',
  });
}

function kindProblem(token: Token, { feature }: Intent): Problem | undefined {
  const isFit = token.kind !== 'trigger' && (token.kind !== 'deploy' || feature === 'packages');
  if (isFit) return undefined;
  return gitlabProblems.error('GITLAB_TOKEN_KIND', {
    message: `${capital(nameOf(token))} may not write ${feature}.`,
    fix: 'Use the job token of GitLab CI, or set GITLAB_TOKEN to a project access token with the scope `api`.',
  });
}
