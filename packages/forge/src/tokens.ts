import type { CredentialRef } from '@launchway/core';

/** The variable that holds a token, or several to look in. */
export type TokenOption = string | Pick<CredentialRef, 'env'>;

/** Gives the variables that may hold a token: those of the option, or the usual ones where it is left out. */
export function tokenVariablesOf(
  token: TokenOption | undefined,
  usual: readonly string[],
): readonly string[] {
  if (token === undefined) return usual;
  return [typeof token === 'string' ? token : token.env].flat();
}

/** Kinds of GitLab's tokens. Project and group tokens are personal ones of a bot user. */
export type GitlabTokenKind = 'job' | 'personal' | 'deploy' | 'oauth' | 'trigger';

/** What tells a token's kind besides itself. */
export interface TokenHints {
  /** The value of `CI_JOB_TOKEN`, where there is one. */
  readonly jobToken?: string | undefined;
  /** The variable it was found in, such as `CI_JOB_TOKEN`. */
  readonly variable?: string | undefined;
}

const gitlabPrefixes: readonly (readonly [prefix: string, kind: GitlabTokenKind])[] = [
  ['glcbt-', 'job'],
  ['gldt-', 'deploy'],
  ['glptt-', 'trigger'],
  ['glpat-', 'personal'],
  ['glsoat-', 'personal'],
];

/** Tells a GitLab token's kind from its prefix, its variable and its form; a token that tells nothing is a personal one. */
export function gitlabTokenKind(secret: string, { jobToken, variable }: TokenHints = {}): GitlabTokenKind {
  const known = gitlabPrefixes.find(([prefix]) => secret.startsWith(prefix));
  if (known !== undefined) return known[1];
  if (secret === jobToken || /^(?:CI_JOB_TOKEN|CI_REGISTRY_PASSWORD)$/.test(variable ?? '')) return 'job';
  if (/^CI_DEPLOY_PASSWORD$/.test(variable ?? '')) return 'deploy';
  return /^[0-9a-f]{64}$/.test(secret) ? 'oauth' : 'personal';
}

const gitlabHeaders: Readonly<Record<GitlabTokenKind, string | undefined>> = {
  job: 'JOB-TOKEN',
  personal: 'PRIVATE-TOKEN',
  deploy: 'DEPLOY-TOKEN',
  oauth: undefined,
  trigger: undefined,
};

/** Gives the credential with the header its kind is sent in; GitLab answers 404 to a token in the wrong one. */
export function gitlabCredential(ref: CredentialRef, kind: GitlabTokenKind): CredentialRef {
  const header = gitlabHeaders[kind];
  return { ...ref, scheme: header === undefined ? 'bearer' : { header } };
}

/** Kinds of GitHub's tokens. `installation` is also the kind of a workflow's own `GITHUB_TOKEN`. */
export type GithubTokenKind = 'installation' | 'fine-grained' | 'classic' | 'oauth' | 'user' | 'unknown';

const githubPrefixes: readonly (readonly [prefix: string, kind: GithubTokenKind])[] = [
  ['ghs_', 'installation'],
  ['github_pat_', 'fine-grained'],
  ['ghp_', 'classic'],
  ['gho_', 'oauth'],
  ['ghu_', 'user'],
];

/** Tells a GitHub token's kind from its prefix. */
export function githubTokenKind(secret: string): GithubTokenKind {
  return githubPrefixes.find(([prefix]) => secret.startsWith(prefix))?.[1] ?? 'unknown';
}
