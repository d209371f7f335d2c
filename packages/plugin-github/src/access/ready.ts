import type { Problem, Reads } from '@launchway/core';
import { record, workflowPermission } from '@launchway/forge';
import { githubProblems } from '../problems.ts';
import { connect, findToken, nameOf } from './access.ts';
import {
  archivedProblems,
  type Granted,
  permissionProblems,
  roleProblems,
  scopeProblems,
} from './capabilities.ts';
import type { Place } from './place.ts';

/** What a step means to write to, as GitHub names the permission. */
export interface Intent {
  readonly writes: 'contents' | 'actions' | 'issues';
}

/**
 * Proves as far as GitHub tells before it is written to that a step may do its work: by the token's kind and scopes, the
 * account's role, and the `permissions` in the file of the workflow that runs.
 */
export async function readyFor(place: Place, { writes }: Intent, reads: Reads): Promise<readonly Problem[]> {
  const fork = await forkProblem(place, reads);
  if (fork !== undefined) return [fork];
  const token = await findToken(place, reads);
  if (token === undefined) return [tokenMissing(place, reads)];
  const forge = await connect(place, reads);
  const asked = { path: '', doing: 'read the repository' };
  const response = await forge.ask(asked);
  const repository = response.status === 200 ? record(response.json()) : record(await forge.get(asked));
  const level = token.ofJob ? await grantedByFile(place, writes, reads) : undefined;
  return [
    ...permissionProblems(level, {
      writes,
      token: nameOf(token),
      limit: response.header('x-ratelimit-limit'),
    }),
    ...archivedProblems(repository, place.web),
    ...roleProblems(repository, nameOf(token), place.web),
    ...scopeProblems(token, response.header('x-oauth-scopes'), repository),
  ];
}

function tokenMissing({ token }: Place, reads: Reads): Problem {
  const names = token.map((name) => `$${name}`).join(', ');
  const isWorkflow = reads.env('GITHUB_ACTIONS') === 'true';
  return githubProblems.error('GITHUB_TOKEN_MISSING', {
    message: `None of ${names} is set${isWorkflow ? '; a workflow has to hand its token to the step' : ''}.`,
    fix: isWorkflow
      ? `Add \`env: { ${token[0] ?? 'GITHUB_TOKEN'}: '\${{ github.token }}' }\` to the step, and \`permissions: { contents: write }\` to the job.`
      : 'Set GITHUB_TOKEN to an access token that may write the contents of the repository.',
  });
}

/** What the file of the running workflow lets its token do; the settings of the repository are not known. */
async function grantedByFile(
  place: Place,
  writes: Intent['writes'],
  reads: Reads,
): Promise<Granted | undefined> {
  const [, repository, file] =
    /^([^/]+\/[^/]+)\/(\.github\/workflows\/[^@]+)@/.exec(reads.env('GITHUB_WORKFLOW_REF') ?? '') ?? [];
  const job = reads.env('GITHUB_JOB');
  if (file === undefined || job === undefined || repository !== place.repository) return undefined;
  const sha = await reads.git.commit(reads.env('GITHUB_WORKFLOW_SHA') ?? '');
  const text = await (sha === undefined ? reads.tree : reads.git.tree(sha)).text(file);
  const level = text === undefined ? undefined : await workflowPermission(text, job, writes);
  return level === undefined ? undefined : { file, job, level };
}

/** A pull request from a fork gets a token that only reads, whatever the workflow says. */
async function forkProblem({ repository }: Place, reads: Reads): Promise<Problem | undefined> {
  const path = reads.env('GITHUB_EVENT_PATH');
  if (reads.env('GITHUB_EVENT_NAME') !== 'pull_request' || !path?.includes('/')) return undefined;
  const cut = path.lastIndexOf('/');
  const text = await reads.folder(path.slice(0, cut)).text(path.slice(cut + 1));
  const from = headRepository(text ?? '');
  if (from === undefined || from.toLowerCase() === repository.toLowerCase()) return undefined;
  return githubProblems.error('GITHUB_FORK', {
    message: `This run is for a pull request from ${from}, a fork: its token can only read ${repository}, and it gets no secrets.`,
    fix: 'Release from a branch or tag of the repository itself; on pull requests use `release plan`, which needs no token.',
  });
}

function headRepository(event: string): string | undefined {
  try {
    const head = record(record(record(JSON.parse(event))['pull_request'])['head']);
    const { full_name: name } = record(head['repo']);
    return typeof name === 'string' ? name : undefined;
  } catch {
    return undefined;
  }
}
