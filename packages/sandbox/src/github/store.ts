/** A file of a release. */
export interface GithubAsset {
  readonly id: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly size: number;
  /** `sha256:` and hex; nothing while it holds nothing. */
  readonly digest: string | null;
  /** `starter` is what a broken upload leaves. */
  readonly state: 'uploaded' | 'starter';
}

/** A release; its members as a test may change them. */
export interface GithubRelease {
  readonly id: number;
  tag: string;
  name: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  target: string;
  assets: GithubAsset[];
}

/** A run of a workflow. */
export interface GithubRun {
  readonly id: number;
  readonly workflow: string;
  readonly event: 'push' | 'workflow_dispatch';
  readonly branch: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A pull request. */
export interface GithubPull {
  readonly number: number;
  readonly merged: boolean;
  readonly body: string;
}

/** What a repository on GitHub holds, as far as releases are concerned. */
export interface GithubStore {
  /** `owner/name`. */
  readonly repository: string;
  readonly releases: GithubRelease[];
  /** The release that is shown as the latest. */
  latest: number | undefined;
  /** Whether releases are made immutable when they are published. */
  immutable: boolean;
  /** Tag names of immutable releases that were deleted. */
  readonly burned: Set<string>;
  readonly runs: GithubRun[];
  /** Pull requests by commit. */
  readonly pulls: Map<string, GithubPull[]>;
  /** Comments by the number of an issue or a pull request. */
  readonly comments: Map<number, string[]>;
  /** Members of the repository's JSON that a test wants otherwise, such as `archived`. */
  readonly settings: Record<string, unknown>;
}

export function createGithubStore(repository: string, immutable: boolean): GithubStore {
  return {
    repository,
    releases: [],
    latest: undefined,
    immutable,
    burned: new Set(),
    runs: [],
    pulls: new Map(),
    comments: new Map(),
    settings: {},
  };
}

/** Everything a user sees, without numbers and dates. Drafts are seen too: they are what a broken run leaves. */
export function githubSnapshot({ releases, latest, runs, comments }: GithubStore): unknown {
  return {
    releases: releases.map(({ id, immutable, assets, ...release }) => ({
      ...release,
      immutable,
      latest: id === latest,
      assets: assets
        .map(({ name, label, contentType, size, digest, state }) => ({
          name,
          label,
          contentType,
          size,
          digest,
          state,
        }))
        .sort((left, right) => (left.name < right.name ? -1 : 1)),
    })),
    runs: runs.map(({ workflow, event, branch, sha, inputs }) => ({ workflow, event, branch, sha, inputs })),
    comments: [...comments],
  };
}
