import type { AnnouncementOptions, CommentOptions, TokenOption } from '@launchway/forge';

/** The release on GitHub of each git tag. */
export interface ReleaseOptions {
  /** Its title, the tag's name unless told. `{version}`, `{version:TRACK}` and `{tag}` are filled in. */
  readonly name?: string;
  /**
   * Which release GitHub shows as the latest. `highest` (the default): a stable version that is the highest of its track
   * there, so that patches of an old line do not take it; with several tracks only those of the first. `always` and `never`
   * leave prereleases out too.
   */
  readonly latest?: 'highest' | 'always' | 'never';
  /** Globs of files in the working tree that it offers, besides what other plugins offer; each must find one, and one after `!` takes files away. */
  readonly files?: readonly string[];
  /** Where the whole notes can be read when they are longer than GitHub takes; the tag's commits unless told. */
  readonly notesUrl?: string;
  /** Ids of steps of other plugins that must be done before it is published, such as an image's. */
  readonly needs?: readonly string[];
}

/** A workflow that is started for each tag, where pushing one starts none. It must have `on: workflow_dispatch`. */
export interface DispatchOptions {
  /** The name of its file in `.github/workflows`. */
  readonly workflow: string;
  /** `{version}`, `{version:TRACK}` and `{tag}` are filled in. */
  readonly inputs?: Readonly<Record<string, string>>;
}

/** Options of `github()`. */
export interface GithubOptions extends AnnouncementOptions {
  /** Address of the GitHub; the workflow's, or that of the git remote, unless told. */
  readonly url?: string;
  /** `owner/name`; the workflow's, or that of the git remote, unless told. */
  readonly repository?: string;
  /** The variable that holds the token; GITHUB_TOKEN, then GH_TOKEN unless told. */
  readonly token?: TokenOption;
  /** The release on GitHub; `false` makes none. */
  readonly release?: ReleaseOptions | false;
  /** Workflows to start for each tag. */
  readonly dispatch?: DispatchOptions | readonly DispatchOptions[];
  readonly comments?: CommentOptions;
}
