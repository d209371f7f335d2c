/** A rule of a job on GitLab. */
export interface Rule {
  readonly if?: string;
  readonly changes?: readonly string[];
  readonly when?: 'never' | 'manual';
  readonly allow_failure?: true;
}

/** A job, as a pipeline of GitLab spells it. */
export interface GitlabJob {
  readonly extends?: string;
  readonly inherit?: { readonly default: false };
  readonly stage?: string;
  readonly image?: string;
  readonly services?: readonly object[];
  readonly tags?: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
  readonly needs?: readonly { readonly job: string; readonly optional?: true }[];
  readonly resource_group?: string;
  readonly environment?: { readonly name: string };
  readonly rules?: readonly Rule[];
  readonly before_script?: readonly string[];
  readonly script?: readonly string[];
  readonly artifacts?: object;
}

export type GitlabJobs = Readonly<Record<string, GitlabJob>>;
