import { isReleaseError, type Problem, type Reads } from '@launchway/core';
import { jsrProblems } from '../problems.ts';
import { type Access, chooseAccess, isProblem } from './access.ts';
import { denoProblems, findDeno } from './deno.ts';
import { canAttest, type CheckInput, type PublishInput, targetOf } from './inputs.ts';
import {
  creationPage,
  findPackage,
  labelOf,
  membersOf,
  pageOf,
  type RegistryPackage,
  type Target,
  tokenState,
} from './registry.ts';

/** Whether deno is there and new enough. */
export const checkReady = async (
  { deno }: Pick<CheckInput, 'deno'>,
  reads: Reads,
): Promise<readonly Problem[]> => {
  try {
    return denoProblems(await findDeno(deno, reads));
  } catch (error) {
    if (isReleaseError(error)) return error.problems;
    throw error;
  }
};

/** Whether a package may be published: the client, the package, the link to this repository, and the rights. */
export async function publishReady(input: PublishInput, reads: Reads): Promise<readonly Problem[]> {
  const [tool, access] = await Promise.all([checkReady(input, reads), chooseAccess(input, reads)]);
  const target = targetOf(input, input);
  const held = await findPackage(target, reads);
  const found: Problem[] = [...tool];
  if (held === undefined) found.push(missing(target));
  else if (held.isArchived) found.push(archived(target));
  if (isProblem(access)) return [...found, access];
  if (access.by === 'oidc' && held !== undefined) found.push(...notLinked(target, held, reads));
  found.push(...(await rightsOf(target, access, reads)));
  if (input.provenance && canAttest(reads)) found.push(...workflowName(reads));
  return found;
}

function missing(target: Target): Problem {
  return jsrProblems.error('JSR_PACKAGE_MISSING', {
    message: `JSR has no package ${labelOf(target)}; publishing does not make one.`,
    fix: `Make it on ${creationPage(target)}, and link it to the GitHub repository it is published from.`,
  });
}

function archived(target: Target): Problem {
  return jsrProblems.error('JSR_ARCHIVED', {
    message: `The package ${labelOf(target)} is archived on JSR and takes no new versions.`,
    fix: `Take it out of the archive on ${pageOf(target)}/settings.`,
  });
}

/** Whether the workflow's repository is the one that the package is linked to; JSR compares the ids. */
function notLinked(target: Target, { githubRepository }: RegistryPackage, reads: Reads): readonly Problem[] {
  const [id, name = ''] = [reads.env('GITHUB_REPOSITORY_ID'), reads.env('GITHUB_REPOSITORY')];
  const linked = githubRepository === null ? undefined : `${githubRepository.owner}/${githubRepository.name}`;
  const isSame =
    id === undefined ? linked?.toLowerCase() === name.toLowerCase() : String(githubRepository?.id) === id;
  if (isSame) return [];
  const other = linked === name ? `an earlier repository named ${linked}` : linked;
  const to = other ?? 'no repository';
  return [
    jsrProblems.error('JSR_NOT_LINKED', {
      message: `The package ${labelOf(target)} is linked to ${to} on JSR, so workflows of ${name} may not publish it.`,
      fix: `Link it to ${name} on ${pageOf(target)}/settings.`,
    }),
  ];
}

async function rightsOf(target: Target, access: Access, reads: Reads): Promise<readonly Problem[]> {
  if (access.by === 'oidc') return notMember(target, 'githubId', reads.env('GITHUB_ACTOR_ID'), reads);
  const { state, ...told } = await tokenState(target, access.credential, reads);
  if (state === 'good') return notMember(target, 'id', 'user' in told ? told.user : undefined, reads);
  const credential = await reads.credential(access.credential);
  return [
    jsrProblems.error('JSR_TOKEN_REFUSED', {
      message: `JSR refuses the token in ${credential?.source}: ${'why' in told ? told.why : ''}`,
      fix: 'Make a new one on https://jsr.io/account/tokens; tokens expire and can be revoked.',
    }),
  ];
}

/** Strangers to the scope are refused unless its admins have switched the check off, which only they can see. */
async function notMember(
  target: Target,
  key: 'id' | 'githubId',
  value: string | undefined,
  reads: Reads,
): Promise<readonly Problem[]> {
  if (value === undefined) return [];
  const members = await membersOf(target, reads);
  if (members === undefined || members.some(({ user }) => String(user[key]) === value)) return [];
  const who =
    key === 'githubId' ? (reads.env('GITHUB_ACTOR') ?? 'who started this workflow') : "the token's owner";
  return [
    jsrProblems.warning('JSR_NOT_MEMBER', {
      message: `${who} is no member of the scope @${target.scope} on JSR, which refuses strangers unless it is told otherwise.`,
      fix: `Invite them on ${target.registry}@${target.scope}/~/members, or switch off the check of the actor in the scope's settings.`,
    }),
  ];
}

/** deno cannot read an identity whose Base64 holds `-` or `_`, and finds out when the version is out already. */
function workflowName(reads: Reads): readonly Problem[] {
  const told = ['GITHUB_WORKFLOW', 'GITHUB_REF', 'GITHUB_ACTOR'].filter((name) =>
    /[^ -=@-}]/.test(reads.env(name) ?? ''),
  );
  return told.map((name) =>
    jsrProblems.warning('JSR_WORKFLOW_NAME', {
      message: `$${name} is ${JSON.stringify(reads.env(name))}. With characters beyond plain ASCII in it, deno publishes the version, then fails, and provenance is lost for good.`,
      fix: 'Give the workflow a `name:` of plain letters, or set `provenance: false` in the options of jsr().',
    }),
  );
}
