import type { CredentialRef, TagRule } from '@launchway/core';

/** What holds for every package of an instance. */
export interface PublishOptions {
  /**
   * `oidc`: as the GitHub Actions workflow itself, with no stored token. `token`: with a personal access token. Left
   * out, the token is used where one is set, else the workflow's identity.
   */
  readonly auth?: 'oidc' | 'token';
  /** The variable that holds the personal access token; `JSR_TOKEN` unless told. */
  readonly token?: string | Pick<CredentialRef, 'env'>;
  /** How long one package may take: milliseconds, or a text such as `10m`, which it is unless told. */
  readonly timeout?: number | string;
  /** Path of the deno program; DENO_BIN_PATH, the npm package `deno`, then PATH unless told. */
  readonly deno?: string;
  /** Publishes although types of the public interface must be inferred. */
  readonly allowSlowTypes?: boolean;
  /** Whether deno checks the types; it does unless the package is one of npm's. */
  readonly typeCheck?: boolean;
  /** `false` publishes without saying publicly where it was built. */
  readonly provenance?: boolean;
  /** A command that is run in the throw-away checkout before deno, such as `['npm', 'ci']`. */
  readonly prepare?: readonly string[];
  /** The registry; JSR_URL, then `https://jsr.io/` unless told. */
  readonly registry?: string;
}

/** What tells a package and its version line. */
export interface PackageOptions {
  /** The package's folder from the top of the repository. */
  readonly package: string;
  /** The track's name; the folder's last part unless told. */
  readonly name?: string;
  /** Globs of the paths whose commits count; all of the folder unless told. */
  readonly paths?: readonly string[];
}

/** What tells the tracks and the instance. */
export interface TrackOptions {
  /** Tells two instances apart; `jsr` unless told. */
  readonly id?: string;
  /** Files that may hold the version, each only where it is there; all five of them unless told. */
  readonly manifests?: readonly string[];
  readonly tag?: TagRule;
  readonly follows?: readonly string[];
  /** The version of a first release when no file says one. */
  readonly initial?: string;
}

/** One package. */
export interface OnePackage extends PackageOptions, TrackOptions, PublishOptions {
  readonly packages?: never;
}

/** Several packages, each with a version of its own, or all with one. */
export interface ManyPackages extends TrackOptions, PublishOptions {
  /** Packages that are published in the order in which they need each other. */
  readonly packages: readonly (string | PackageOptions)[];
  /** Gives all of them one version, under this name; each has its own unless told. */
  readonly name?: string;
  readonly package?: never;
  readonly paths?: never;
}

/** Options of `jsr()`. */
export type JsrOptions = OnePackage | ManyPackages;
