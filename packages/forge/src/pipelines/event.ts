import { defined, refSlug } from '@launchway/core';
import type { Variables } from './condition.ts';

/** What happens on a forge: a ref is pushed. */
export interface PushEvent {
  readonly ref: { readonly kind: 'branch' | 'tag'; readonly name: string };
  /** Paths that differ from what the branch held before; left out where they are not known. */
  readonly changed?: readonly string[];
  /** The commit's message. */
  readonly message?: string;
  readonly defaultBranch?: string;
  /** Variables of the instance, the project and the run that started it. */
  readonly variables?: Variables;
  /** How the pipeline comes about, `push` unless told. */
  readonly source?: string;
}

/** What a push will start, by the repository's own files. */
export interface Forecast {
  /** Whether a pipeline or workflow starts; nothing is known for sure where `unsure` says why. */
  readonly starts: boolean;
  readonly jobs: readonly { readonly name: string; readonly manual: boolean }[];
  /** Why nothing starts. */
  readonly because?: string;
  /** What could not be known from the repository alone. */
  readonly unsure: readonly string[];
}

/** The variables GitLab sets before any job of a pushed ref exists. */
export function pushVariables({
  ref,
  message,
  defaultBranch,
  variables,
  source = 'push',
}: PushEvent): Variables {
  return {
    ...variables,
    CI: 'true',
    GITLAB_CI: 'true',
    CI_PIPELINE_SOURCE: source,
    CI_COMMIT_REF_NAME: ref.name,
    CI_COMMIT_REF_SLUG: refSlug(ref.name),
    CI_COMMIT_BRANCH: ref.kind === 'branch' ? ref.name : undefined,
    CI_COMMIT_TAG: ref.kind === 'tag' ? ref.name : undefined,
    CI_MERGE_REQUEST_IID: undefined,
    CI_MERGE_REQUEST_ID: undefined,
    ...defined({ CI_DEFAULT_BRANCH: defaultBranch }),
    ...(message === undefined
      ? {}
      : { CI_COMMIT_MESSAGE: message, CI_COMMIT_TITLE: message.split('\n')[0] ?? '' }),
  };
}
