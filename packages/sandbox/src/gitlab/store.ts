/** A link of a release. */
export interface GitlabLink {
  readonly id: number;
  name: string;
  url: string;
  direct_asset_path: string | undefined;
  link_type: string;
}

/** A release; its members as a test may change them. */
export interface GitlabRelease {
  readonly tag_name: string;
  name: string;
  description: string;
  released_at: string;
  milestones: readonly string[];
  readonly commit: string;
  links: GitlabLink[];
}

/** A file of a package. */
export interface GitlabFile {
  readonly id: number;
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** A package of the project's registry. */
export interface GitlabPackage {
  readonly id: number;
  readonly type: 'generic' | 'helm';
  readonly name: string;
  readonly version: string;
  /** The helm channel. */
  readonly channel: string;
  /** Uploads of one name add up; the newest wins. */
  readonly files: GitlabFile[];
}

/** A pipeline that was started. */
export interface GitlabPipeline {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly source: 'push' | 'trigger' | 'api';
  readonly variables: Readonly<Record<string, string>>;
}

/** A rule that protects tags; `*` stands for anything. */
export interface GitlabProtectedTag {
  readonly name: string;
  /** 0 nobody, 30 developers, 40 maintainers. */
  readonly level: number;
}

/** What a project on GitLab holds, as far as releases are concerned. */
export interface GitlabProject {
  readonly id: number;
  readonly path: string;
  readonly milestones: string[];
  readonly releases: Map<string, GitlabRelease>;
  readonly packages: GitlabPackage[];
  readonly pipelines: GitlabPipeline[];
  readonly protectedTags: GitlabProtectedTag[];
  /** Merge requests by commit. */
  readonly requests: Map<string, { readonly iid: number; readonly closes: readonly number[] }[]>;
  /** Comments by `merge_requests/7` and `issues/3`. */
  readonly notes: Map<string, string[]>;
  /** Members of the project's JSON that a test wants otherwise, such as `packages_enabled`. */
  readonly settings: Record<string, unknown>;
}

/** The number of the next thing made. */
export type NextId = () => number;

export function createGitlabProject(id: number, path: string): GitlabProject {
  return {
    id,
    path,
    milestones: [],
    releases: new Map(),
    packages: [],
    pipelines: [],
    protectedTags: [],
    requests: new Map(),
    notes: new Map(),
    settings: {},
  };
}
