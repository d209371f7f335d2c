import type { CredentialRef } from '@launchway/core';
import type { TagRule } from './tags/own.ts';

/** How an image is made by `docker buildx`, and pushed by digest alone. */
export interface BuildOptions {
  /** Folder of the build's context; the top of the repository unless told. */
  readonly context?: string;
  readonly dockerfile?: string;
  /** Stage of the Dockerfile. */
  readonly target?: string;
  /** Such as `linux/amd64`, `linux/arm64`. */
  readonly platforms?: readonly string[];
  /** Build arguments; `{version}` and `{commit}` in a value stand for the release's. */
  readonly args?: Readonly<Record<string, string>>;
  /** Secrets by the id that the Dockerfile mounts. Their values are in the build's environment and nowhere else. */
  readonly secrets?: Readonly<Record<string, CredentialRef>>;
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  /** `true`, `false`, or buildx' own words such as `mode=max`. */
  readonly provenance?: boolean | string;
  readonly sbom?: boolean | string;
  /** A target of bake files in place of a Dockerfile; the files buildx finds by itself unless told. */
  readonly bake?: { readonly target: string; readonly files?: readonly string[] };
  /** Name of the builder, as `docker buildx ls` lists it. */
  readonly builder?: string;
  /** Commands to run first, each a list of arguments; no shell reads them. */
  readonly prepare?: readonly (readonly string[])[];
  /**
   * `checkout` (the default) builds in a throw-away checkout of the release commit, `worktree` in the working tree, for
   * jobs that have built things there beforehand.
   */
  readonly in?: 'checkout' | 'worktree';
}

/** The job of a pipeline that builds the image of each commit. */
export type JobOptions = Pick<BuildOptions, 'context' | 'dockerfile' | 'target' | 'platforms'> & {
  /** The job's name; `image`, or the last part of the image's name where there are several, unless told. */
  readonly name?: string;
};

/** One image, under one name or several. */
export interface ImageOptions {
  /**
   * The image's name, such as `ghcr.io/acme/api`, or its names at several registries. One `$NAME` in it stands for a
   * variable: `$CI_REGISTRY_IMAGE/api`, `ghcr.io/$GITHUB_REPOSITORY`.
   */
  readonly image: string | readonly string[];
  /** Makes the image. `{}` builds the Dockerfile at the top of the repository. */
  readonly build?: BuildOptions;
  /**
   * Takes an image that was made before: its tag, such as `sha-{sha}`, its digest, a whole name such as
   * `ghcr.io/acme/ci:sha-{sha}`, or a file that the job which built it has written.
   */
  readonly from?: string | { readonly file: string };
  /** How a pipeline builds what `from` names, for `release ci`; `false` where another job does. */
  readonly job?: JobOptions | false;
  /** Labels besides the usual ones, `name=value`. */
  readonly labels?: readonly string[];
  /** Annotations, `name=value`; the usual ones are added when there are any. */
  readonly annotations?: readonly string[];
}

/** Options of `docker()`. Those of an image may be given at the top for one, or in `images` for several. */
export interface DockerOptions extends Partial<ImageOptions> {
  /** Tells two instances apart; step ids begin with it. */
  readonly id?: string;
  readonly images?: readonly ImageOptions[];
  /** The track whose version the image carries; the one with a tag rule unless told. */
  readonly track?: string;
  /** Rules for tags; the version, its lines, `latest` and its channel unless told. */
  readonly tags?: readonly TagRule[];
  /** As docker/metadata-action takes it: `latest=auto`, `suffix=-alpine`. */
  readonly flavor?: readonly string[];
  /**
   * `tag` (the default where the track has a tag rule): when the track's git tag is due; `release`: with every release of
   * the track; `commit`: for every commit, with a version where the track's git tag is due.
   */
  readonly when?: 'tag' | 'release' | 'commit';
  /** Whether an exact tag that names another image may be given to this one. */
  readonly overwrite?: boolean;
  /** Whether `{major}` may give the tag `0`. */
  readonly majorZero?: boolean;
  /** Plain HTTP, for all registries or for those that are named. This machine's own need no mention. */
  readonly insecure?: boolean | readonly string[];
  /** The first place to look for credentials; by registry where there are several. */
  readonly credential?: CredentialRef | Readonly<Record<string, CredentialRef>>;
}

/** The tags of an image when nobody says otherwise. */
export const defaultTags: readonly TagRule[] = [
  '{version}',
  '{major}.{minor}',
  '{major}',
  'latest',
  '{channel}',
];
