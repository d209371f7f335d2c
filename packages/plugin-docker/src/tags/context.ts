import { githubEvent } from './context-github.ts';
import { gitlabEvent } from './context-gitlab.ts';
import { gitEvent } from './context-git.ts';
import { tagProblems } from './problems.ts';

/** What is known of the repository, for the labels. */
export interface RepositoryFacts {
  readonly name: string;
  readonly description: string;
  /** Address of its page. */
  readonly url: string;
  /** SPDX identifier. */
  readonly license: string;
}

/** What tags are computed from: which commit, of what, why, and when. */
export interface EventContext {
  readonly provider: 'github' | 'gitlab' | 'none';
  /** What started the run, in GitHub's words: `push`, `pull_request`, `schedule`... */
  readonly eventName: string;
  /** `refs/heads/...`, `refs/tags/...` or `refs/pull/<number>/merge`; empty when unknown. */
  readonly ref: string;
  readonly sha: string;
  /** The branch or tag as GitLab's slug takes it: in a merge request the source branch. */
  readonly sourceRef: string;
  /** The branch a request is made to, or a tag was pushed from. */
  readonly baseRef: string;
  /** Empty when unknown. */
  readonly defaultBranch: string;
  readonly isDefaultBranch: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Milliseconds since the epoch. */
  readonly commitDate: number;
  readonly repository: RepositoryFacts;
  /** Length of a short commit. */
  readonly shortShaLength: number;
  /** Where annotations go: `manifest`, `index`, `manifest-descriptor`, `index-descriptor`. */
  readonly annotationLevels: readonly string[];
}

/** What git says where no CI does. */
export interface GitFacts {
  readonly sha?: string;
  readonly branch?: string;
  /** A tag of this commit, where no branch is checked out. */
  readonly tag?: string;
  /** ISO 8601. */
  readonly commitDate?: string;
  readonly defaultBranch?: string;
  /** Address of the remote's page. */
  readonly url?: string;
}

/** What a context is computed from. */
export interface ContextSources {
  /** A variable of the environment. */
  readonly env: (name: string) => string | undefined;
  /** What GitHub's event file holds. */
  readonly event?: unknown;
  readonly git?: GitFacts;
  /** The clock, milliseconds since the epoch; `LAUNCHWAY_NOW` wins. */
  readonly now: number;
  /** The repository's default branch, where the CI does not say. */
  readonly defaultBranch?: string;
}

/** The part of the context that each provider says in its own way. */
export type ProviderContext = Omit<
  EventContext,
  'now' | 'commitDate' | 'shortShaLength' | 'annotationLevels'
> & {
  /** ISO 8601. */
  readonly commitDate?: string | undefined;
};

/**
 * Computes what tags are computed from: the variables of GitHub Actions with its event file, those of GitLab CI, or
 * without either what git says. `LAUNCHWAY_NOW` and `LAUNCHWAY_COMMIT_DATE` set the two dates,
 * `DOCKER_METADATA_SHORT_SHA_LENGTH`, `DOCKER_METADATA_PR_HEAD_SHA` and `DOCKER_METADATA_ANNOTATIONS_LEVELS` work as they
 * do for docker/metadata-action.
 * @throws TAG_SETTING_INVALID
 */
export function eventContext(sources: ContextSources): EventContext {
  const { commitDate, ...provider } = providerContext(sources);
  const now = instant('LAUNCHWAY_NOW', sources.env('LAUNCHWAY_NOW')) ?? sources.now;
  const committed =
    instant('LAUNCHWAY_COMMIT_DATE', sources.env('LAUNCHWAY_COMMIT_DATE')) ?? parseDate(commitDate);
  return {
    ...provider,
    now,
    commitDate: committed ?? parseDate(ofSame(sources.git, provider.sha)) ?? now,
    shortShaLength: shortShaLength(sources.env('DOCKER_METADATA_SHORT_SHA_LENGTH')),
    annotationLevels: annotationLevels(sources.env('DOCKER_METADATA_ANNOTATIONS_LEVELS')),
  };
}

/** Git's date, where git has the commit that is meant: a pull request may be of another than is checked out. */
function ofSame(git: GitFacts | undefined, sha: string): string | undefined {
  return git?.sha === sha ? git.commitDate : undefined;
}

function providerContext(sources: ContextSources): ProviderContext {
  const { env } = sources;
  if (env('GITHUB_ACTIONS') === 'true') return githubEvent(sources);
  if (env('GITLAB_CI')) return gitlabEvent(sources);
  if (env('GITHUB_REF') !== undefined || env('GITHUB_EVENT_NAME') !== undefined) return githubEvent(sources);
  return gitEvent(sources);
}

function shortShaLength(text: string | undefined): number {
  const length = text ? Number(text) : 7;
  if (!Number.isNaN(length)) return length;
  throw invalid('DOCKER_METADATA_SHORT_SHA_LENGTH', text, 'a number such as 8');
}

function annotationLevels(text: string | undefined): readonly string[] {
  return (text || 'manifest')
    .split(',')
    .map((level) => level.trim())
    .filter((level) => level !== '');
}

/** A date as ISO 8601, or seconds since the epoch. */
function instant(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  const found = /^\d+$/.test(text) ? Number(text) * 1000 : parseDate(text);
  if (found === undefined || Number.isNaN(new Date(found).getTime()))
    throw invalid(name, text, 'a date such as 2026-03-01T12:00:00Z, or seconds since 1970');
  return found;
}

function parseDate(text: string | undefined): number | undefined {
  const found = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(found) ? undefined : found;
}

function invalid(name: string, text: string | undefined, wanted: string): Error {
  return tagProblems.refusal('TAG_SETTING_INVALID', {
    message: `The variable ${name} holds "${text ?? ''}", which is not ${wanted}.`,
    fix: `Set ${name} to ${wanted}, or unset it.`,
  });
}
