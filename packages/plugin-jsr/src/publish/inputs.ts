import type { Deferred, Reads } from '@launchway/core';
import type { Target } from './registry.ts';

/** One package of a step. */
export type PackageInput = {
  readonly scope: string;
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  /** Whether deno is to treat it as one of npm's. */
  readonly ofNpm: boolean;
};

/** What both kinds of steps are told. */
export type CommonInput = {
  readonly registry: string;
  /** The commit whose files are published. */
  readonly commit: Deferred<string>;
  /** Path of deno, where the options say it. */
  readonly deno: string | null;
  readonly prepare: readonly string[] | null;
  /** Flags of the options. */
  readonly flags: readonly string[];
  /** Milliseconds for one package. */
  readonly timeout: number;
};

export type CheckInput = CommonInput & {
  readonly packages: readonly PackageInput[];
  /** Folders of all packages, also of those that are not published now: what is in one belongs to no other. */
  readonly folders: readonly string[];
};

export type PublishInput = CommonInput &
  PackageInput & {
    readonly auth: 'oidc' | 'token' | null;
    /** Names of the variables that may hold the token. */
    readonly token: readonly string[];
    readonly provenance: boolean;
    /** Whether the release is a new one, whose versions nobody can have published yet. */
    readonly fresh: boolean;
  };

export const targetOf = (
  { registry }: { readonly registry: string },
  { scope, name }: PackageInput,
): Target => ({
  registry,
  scope,
  name,
});

/** Whether the run is one of github.com's workflows, whose builds can be attested. */
export const canAttest = (reads: Reads): boolean =>
  reads.env('GITHUB_ACTIONS') === 'true' &&
  Boolean(reads.env('ACTIONS_ID_TOKEN_REQUEST_TOKEN')) &&
  /^https:\/\/github\.com\/?$/i.test(reads.env('GITHUB_SERVER_URL') ?? 'https://github.com') &&
  !reads.env('GITEA_ACTIONS') &&
  !reads.env('FORGEJO_ACTIONS') &&
  reads.env('DISABLE_JSR_PROVENANCE') === undefined;
