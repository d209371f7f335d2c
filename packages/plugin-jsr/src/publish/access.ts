import type { CredentialRef, Problem, Reads } from '@launchway/core';
import type { PublishOptions } from '../options.ts';
import { jsrProblems } from '../problems.ts';

/** How a package is published. */
export type Access = { readonly by: 'oidc' } | { readonly by: 'token'; readonly credential: CredentialRef };

export interface AccessInput {
  readonly auth: 'oidc' | 'token' | null;
  /** Names of the variables that may hold the token. */
  readonly token: readonly string[];
}

/** Names of the variables the token is looked for in. */
export function tokenVariables({ token = 'JSR_TOKEN' }: PublishOptions): readonly string[] {
  return [typeof token === 'string' ? token : token.env].flat();
}

/** Chooses how to publish from what this machine has, or says why it cannot. */
export async function chooseAccess({ auth, token }: AccessInput, reads: Reads): Promise<Access | Problem> {
  const credential: CredentialRef = { env: token };
  const hasToken = auth !== 'oidc' && (await reads.credential(credential)) !== undefined;
  if (hasToken) return { by: 'token', credential };
  if (auth === 'token') return noToken(token);
  const elsewhere = whyNoIdentity(reads);
  if (elsewhere !== undefined) return noIdentity(elsewhere, token);
  return reads.env('ACTIONS_ID_TOKEN_REQUEST_URL') ? { by: 'oidc' } : noPermission();
}

export const isProblem = (found: Access | Problem): found is Problem => 'code' in found;

/** Why JSR knows no identity of this run: it trusts GitHub's own service alone. Nothing where it may. */
function whyNoIdentity(reads: Reads): string | undefined {
  if (reads.env('GITLAB_CI')) return 'JSR accepts no identities of GitLab pipelines';
  if (reads.env('GITEA_ACTIONS') || reads.env('FORGEJO_ACTIONS'))
    return 'JSR accepts no identities of Gitea and Forgejo Actions';
  if (reads.env('GITHUB_ACTIONS') !== 'true') return 'this is no GitHub Actions workflow';
  const server = reads.env('GITHUB_SERVER_URL');
  if (server && !/^https:\/\/github\.com\/?$/i.test(server))
    return `JSR accepts identities of github.com alone, not of ${new URL(server).host} (GitHub Enterprise Server and others)`;
  return undefined;
}

function noToken(token: readonly string[]): Problem {
  return jsrProblems.error('JSR_CREDENTIAL_MISSING', {
    message: `No token to publish with: ${named(token)} is not set.`,
    fix: `Make a personal access token on https://jsr.io/account/tokens, and set ${named(token)} in the CI settings. It is empty in pipelines of forks, and a protected variable on unprotected branches and tags.`,
  });
}

function noIdentity(why: string, token: readonly string[]): Problem {
  return jsrProblems.error('JSR_OIDC_ELSEWHERE', {
    message: `The package cannot be published without a token here: ${why}, and ${named(token)} is not set.`,
    fix: `Set ${named(token)} to a personal access token of a member of the scope (https://jsr.io/account/tokens). The scope must not require publishing from CI, and the version gets no provenance.`,
  });
}

function noPermission(): Problem {
  return jsrProblems.error('JSR_OIDC_PERMISSION', {
    message: 'This workflow may not ask GitHub for an identity, so JSR cannot know who publishes.',
    fix: 'Give the job `permissions: { contents: write, id-token: write }`. A reusable workflow needs it in the calling job too; pull requests of forks never get it.',
  });
}

const named = (variables: readonly string[]): string => variables.map((name) => `$${name}`).join(' or ');
