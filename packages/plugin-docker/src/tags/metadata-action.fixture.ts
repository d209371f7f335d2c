import data from './fixtures/metadata-action.json' with { type: 'json' };
import { type EventContext, eventContext } from './context.ts';

/** One of docker/metadata-action's own tests. */
export interface UpstreamCase {
  readonly id: string;
  readonly event: string;
  readonly ref: string;
  readonly sha: string;
  readonly payload?: {
    readonly default_branch?: string;
    readonly base_ref?: string;
    readonly pr_number?: number;
    readonly pr_base_ref?: string;
    readonly pr_head_sha?: string;
  };
  readonly env?: Readonly<Record<string, string>>;
  readonly images?: readonly string[];
  readonly tags?: readonly string[];
  readonly flavor?: readonly string[];
  readonly labels?: readonly string[];
  readonly annotations?: readonly string[];
  readonly bakeTarget?: string;
  readonly expect: {
    readonly version: string | null;
    readonly latest: boolean;
    readonly tags: readonly string[];
    readonly warnings: number;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: readonly string[];
    readonly bake?: object;
  };
  readonly defect?: readonly string[];
}

export const upstreamCases = data.cases as unknown as readonly UpstreamCase[];
export const upstreamUnits = data.units;

/** The event file that GitHub would have written for a case. */
export function eventFile({ payload = {} }: UpstreamCase): object {
  const { name, description, html_url, license } = data.repository;
  return {
    ...(payload.base_ref === undefined ? {} : { base_ref: payload.base_ref }),
    ...(payload.pr_number === undefined
      ? {}
      : {
          number: payload.pr_number,
          pull_request: { base: { ref: payload.pr_base_ref }, head: { sha: payload.pr_head_sha } },
        }),
    repository: {
      name,
      description,
      html_url,
      license: { spdx_id: license },
      ...(payload.default_branch === undefined ? {} : { default_branch: payload.default_branch }),
    },
  };
}

/** The variables GitHub Actions would have set for a case. */
export function variables(row: UpstreamCase): Readonly<Record<string, string>> {
  return {
    GITHUB_ACTIONS: 'true',
    GITHUB_EVENT_NAME: row.event,
    GITHUB_REF: row.ref,
    GITHUB_SHA: row.sha,
    LAUNCHWAY_NOW: data.now,
    LAUNCHWAY_COMMIT_DATE: data.now,
    ...row.env,
  };
}

export function contextOf(row: UpstreamCase): EventContext {
  const env = variables(row);
  return eventContext({
    env: (name) => env[name],
    event: eventFile(row),
    now: 0,
    defaultBranch: data.repository.default_branch,
  });
}
