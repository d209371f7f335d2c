/** One commit as git holds it, with what it changed. */
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  /** Committer's date, ISO 8601. */
  readonly date: string;
  /** The whole message, line ends normalised to `\n`. */
  readonly message: string;
  /** Paths it changed against its first parent, from the top of the repository. */
  readonly paths: readonly string[];
}

/** Where a track's unreleased commits begin. */
export interface Baseline {
  /** The commit of the last release; absent when everything is unreleased. */
  readonly commit?: string;
  readonly how: 'tag' | 'pin' | 'beginning';
  readonly tag?: string;
}

/** The value one pin holds now. */
export interface PinnedValue {
  readonly file: string;
  readonly pointer: readonly string[];
  readonly value?: string;
  /** 1-based line of the value. */
  readonly line?: number;
}

/** What was read about one track. */
export interface TrackFacts {
  readonly name: string;
  readonly current: string;
  readonly pins: readonly PinnedValue[];
  readonly baseline: Baseline;
  /** Unreleased commits that touch the track's paths, newest first; indexes into {@link Facts.commits}. */
  readonly commits: readonly number[];
  /** The newest tag of this track on this history. */
  readonly newestTag?: { readonly name: string; readonly commit: string; readonly version: string };
  /** Whether the tree differs from that tag under the tag rule's paths (true when there is no such tag). */
  readonly tagPathsChanged: boolean;
}

/** What the CI says of the run; read from its environment, no secret in it. */
export interface CiFacts {
  readonly provider: 'github' | 'gitlab' | 'other' | 'none';
  readonly branch?: string;
  readonly tag?: string;
  /** Number of the pull or merge request this run is for. */
  readonly request?: string;
  /** The branch that request is to go to; {@link branch} is the one it comes from. */
  readonly target?: string;
  readonly runUrl?: string;
}

/** The web pages of the repository on its forge. */
export interface ForgeFacts {
  readonly kind: 'github' | 'gitlab' | 'other';
  /** Address of the repository's page without a trailing slash, such as `https://host/group/project`. */
  readonly url: string;
}

/** Frozen snapshot of all that was read before planning. */
export interface Facts {
  readonly head: string;
  /** Committer date of HEAD, ISO 8601. */
  readonly headDate: string;
  readonly branch?: string;
  readonly remote?: { readonly name: string; readonly url: string };
  readonly forge?: ForgeFacts;
  /** Every commit that is unreleased for some track, newest first. */
  readonly commits: readonly Commit[];
  readonly tracks: Readonly<Record<string, TrackFacts>>;
  readonly ci: CiFacts;
}
