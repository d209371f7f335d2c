import type { Problem } from '@launchway/core';
import type { PermissionLevel } from '@launchway/forge';
import { record } from '@launchway/forge';
import { githubProblems } from '../problems.ts';
import type { Token } from './access.ts';

type Repository = Readonly<Record<string, unknown>>;

export function archivedProblems(repository: Repository, web: string): readonly Problem[] {
  if (repository['archived'] !== true) return [];
  return [
    githubProblems.error('GITHUB_ARCHIVED', {
      message: 'The repository is archived, so nothing can be written to it.',
      fix: 'Take it out of the archive under Settings > General > Danger zone.',
      where: { url: `${web}/settings` },
    }),
  ];
}

/** What `permissions` prove of the account's role. Tokens of Apps get none of them, and then nothing is known. */
export function roleProblems(repository: Repository, token: string, web: string): readonly Problem[] {
  if (record(repository['permissions'])['push'] !== false) return [];
  return [
    githubProblems.error('GITHUB_ROLE', {
      message: `The account behind ${token} may not write to the repository.`,
      fix: 'Give it the role Write, or use a token of an account that has it.',
      where: { url: `${web}/settings/access` },
    }),
  ];
}

/** What the scopes of a classic token lack; other kinds of tokens have none, and are told nothing. */
export function scopeProblems(
  { kind, source }: Token,
  header: string | undefined,
  repository: Repository,
): readonly Problem[] {
  if ((kind !== 'classic' && kind !== 'oauth') || header === undefined) return [];
  const scopes = header.split(',').map((scope) => scope.trim());
  const enough = repository['private'] === true ? ['repo'] : ['repo', 'public_repo'];
  if (enough.some((scope) => scopes.includes(scope))) return [];
  return [
    githubProblems.error('GITHUB_TOKEN_SCOPE', {
      message: `The access token of ${source} has the scopes ${scopes.filter(Boolean).join(', ') || '(none)'}, and \`repo\` is needed.`,
      fix: 'Make a token with the scope `repo`, or a fine-grained one with Contents, read and write.',
    }),
  ];
}

/** What the file of the running workflow lets its own token do. */
export interface Granted {
  readonly file: string;
  readonly job: string;
  readonly level: PermissionLevel;
}

/**
 * Requests an hour that GitHub lets a workflow's own token make; other tokens have more.
 * @see https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const limitOfJobs = '1000';

/**
 * What the file of the running workflow keeps from its own token. An App's token that somebody has made there looks the same
 * and is not bound by the file; what GitHub lets it ask tells them apart, where it says so.
 */
export function permissionProblems(
  granted: Granted | undefined,
  asked: { readonly writes: string; readonly token: string; readonly limit: string | undefined },
): readonly Problem[] {
  if (granted === undefined || granted.level === 'write') return [];
  const { file, job, level } = granted;
  const { writes, token, limit } = asked;
  return [
    githubProblems[limit === limitOfJobs ? 'error' : 'warning']('GITHUB_PERMISSION', {
      message: `The job "${job}" gives ${token} the permission \`${writes}: ${level}\`, and \`${writes}: write\` is needed.`,
      fix: `Add \`${writes}: write\` to the \`permissions\` of the job, beside what it needs already.`,
      where: { file, pointer: `jobs.${job}.permissions` },
    }),
  ];
}
