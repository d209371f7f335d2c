import type { OutputOf } from '@launchway/core';
import type { AnnouncementOptions, CommentOptions, GitlabTokenKind, TokenOption } from '@launchway/forge';

/** A link under a release's assets. `{version}`, `{version:TRACK}` and `{tag}` are filled in. */
export interface LinkOptions {
  /** Unique in the release. */
  readonly name: string;
  /** Unique in the release. */
  readonly url: string;
  readonly type?: 'other' | 'runbook' | 'image' | 'package';
  /** A lasting address below the release's `downloads/`; begins with `/`. */
  readonly path?: string;
}

/** The release on GitLab of each git tag. */
export interface ReleaseOptions {
  /** Its title, the tag's name unless told. `{version}`, `{version:TRACK}` and `{tag}` are filled in. */
  readonly name?: string;
  /** Titles of milestones that exist. */
  readonly milestones?: readonly string[];
  readonly links?: readonly LinkOptions[];
  /** ISO 8601; only for releases of the past, and upcoming ones. */
  readonly releasedAt?: string;
  /** Ids of steps of other plugins that must be done before it is announced, such as an image's. */
  readonly needs?: readonly string[];
}

/** Files that are offered with a release, as a generic package. */
export interface PackageOptions {
  readonly name: string;
  /** Globs of files in the working tree, or below `folder`; each must find one, and one after `!` takes files away. */
  readonly files: readonly string[];
  /** A folder of the working tree, or one that a step has made: `outputOf('exec:cli', 'folder')`. */
  readonly folder?: string | OutputOf;
  /** Ids of steps that make the files. */
  readonly needs?: readonly string[];
  /** The version, that of the release unless told. `{version}`, `{version:TRACK}` and `{tag}` are filled in. */
  readonly version?: string;
  /** `keep` leaves a file alone that is there with other content, for builds that differ each time; refused unless told. */
  readonly existing?: 'refuse' | 'keep';
}

/** The files that the plugins of the flow offer with a release, such as those of `artifacts()`. */
export interface AssetsOptions {
  /** Name of the generic package they are in; that of the project unless told. */
  readonly package?: string;
}

/** A pipeline that is started for each tag, where pushing one starts none. */
export interface PipelineOptions {
  readonly variables?: Readonly<Record<string, string>>;
}

/** Options of `gitlab()`. */
export interface GitlabOptions extends AnnouncementOptions {
  /** Address of the GitLab with its port and path; the CI's, or that of the git remote, unless told. */
  readonly url?: string;
  /** Number or path of the project; the CI's, or that of the git remote, unless told. Behind some proxies only a number works. */
  readonly project?: number | string;
  /** The variable that holds the token; GITLAB_TOKEN, GL_TOKEN, then CI_JOB_TOKEN unless told. */
  readonly token?: TokenOption;
  /** The token's kind, where neither its prefix nor its variable tells. */
  readonly tokenKind?: Exclude<GitlabTokenKind, 'trigger'>;
  /** A PEM file, of the repository or by its absolute path, or its text: trusted besides the usual roots and what the runner trusts. */
  readonly ca?: string;
  /** The release on GitLab; `false` makes none. */
  readonly release?: ReleaseOptions | false;
  readonly packages?: readonly PackageOptions[];
  /** How the files are uploaded that other plugins offer with a release; `false` leaves them to others. */
  readonly assets?: AssetsOptions | false;
  readonly comments?: CommentOptions;
  /** Starts a pipeline for each tag: with the job token, or any other. */
  readonly pipeline?: boolean | PipelineOptions;
}
