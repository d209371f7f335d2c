import type { CredentialRef } from './credential.ts';

/** Rights of a job's own token on GitHub, by the names that `permissions` of a workflow has. */
export type CiPermissions = Readonly<Record<string, 'read' | 'write'>>;

/** A program that pipelines know how to provide; `actions-cache` is the cache of GitHub Actions, for buildx. */
export type CiTool = 'buildx' | 'qemu' | 'actions-cache' | 'deno' | 'go';

/**
 * What a plugin needs of CI to do its part, as data. `release ci` writes pipelines from it, and knows no plugin by name.
 */
export interface CiNeeds {
  /** The forge whose pipelines the plugin is for, where it is for one alone. */
  readonly forge?: 'github' | 'gitlab';
  /** What the job's own token must be allowed on GitHub, such as `{ packages: 'write' }`. */
  readonly permissions?: CiPermissions;
  /** Names of secrets; the step that runs the plugin gets each as a variable of that name, and no other step does. */
  readonly secrets?: readonly string[];
  /** Names of variables that are no secrets. */
  readonly variables?: readonly string[];
  /** Programs its steps run. */
  readonly tools?: readonly CiTool[];
  /** Registries without TLS, host and port, which Docker in Docker must be told when it starts. */
  readonly insecure?: readonly string[];
  /** Jobs of their own: what a release takes from CI, or offers between releases. */
  readonly jobs?: readonly CiJob[];
  /** Whether it uploads what other plugins offer for download: files are handed on in one job alone. */
  readonly takesAssets?: boolean;
  /** What publishes its part besides a release. */
  readonly starts?: CiStarts;
}

/** What starts the publication of a plugin's part of a version that people have bumped. */
export interface CiStarts {
  /** A push to the flow's branch that touches the files of this track. */
  readonly track?: string;
  /** A person, who may name the version of each of these tracks. */
  readonly hand?: readonly string[];
}

/** A job of its own that a release takes something from. */
export type CiJob = CiImageJob | CiFilesJob;

/** A job that builds the image of a commit, which the release then takes. */
export interface CiImageJob {
  readonly kind: 'image';
  /** Unique in the flow: letters, digits and `-`. */
  readonly name: string;
  /** The image without a tag, such as `ghcr.io/acme/api`; `$NAME` at the beginning stands for a variable. */
  readonly image: string;
  /** The tag it is pushed under; `{sha}` stands for the first seven characters of the commit. */
  readonly tag: string;
  readonly context?: string;
  readonly dockerfile?: string;
  /** Stage of the Dockerfile. */
  readonly target?: string;
  /** Such as `linux/amd64`; the runner's own unless told. */
  readonly platforms?: readonly string[];
  /** Who logs in to the registry; the job itself unless told. */
  readonly login?: CiLogin;
  /** The registry speaks plain HTTP, as one in a lab does: its host and port, or `true` where the image names them. */
  readonly insecure?: string | true;
}

/** The variable that holds the user's name, or the name itself, and the secret that holds the password. */
export interface CiLogin {
  readonly username: string | { readonly variable: string };
  readonly secret: string;
}

/** A job that builds files on machines of several systems, and keeps them for a while. */
export interface CiFilesJob {
  readonly kind: 'files';
  readonly name: string;
  readonly builds: readonly CiBuild[];
  /** Folder the files are in. */
  readonly folder: string;
  /** Globs of the paths that make a branch or request build them; a tag always does. */
  readonly paths: readonly string[];
  readonly retention: CiRetention;
  readonly tools?: readonly CiTool[];
  /** Whether the publication of a tag takes the files, from the same places. */
  readonly forTag?: boolean;
}

/** One build of a {@link CiFilesJob}. */
export interface CiBuild {
  /** Unique in its job, such as `linux`. */
  readonly name: string;
  readonly system: 'linux' | 'windows' | 'macos';
  /** Arguments of the `release` command that makes them, such as `artifacts`; the flow's name is added. */
  readonly run: readonly string[];
  /** Tags that a GitLab runner must have. */
  readonly runner?: readonly string[];
  /** On branches of GitLab it waits for a person, unless this variable is `1`; for machines that are rare. */
  readonly askUnless?: string;
}

/** How long files are kept. GitLab expands no variable there, so that one is read when the pipelines are written. */
export interface CiRetention {
  /** Days on GitHub, 1 to 90, unless this variable of the repository says otherwise. */
  readonly github: { readonly variable: string; readonly days: number };
  /** A duration on GitLab, such as `30 days`, unless this variable says otherwise. */
  readonly gitlab: { readonly variable: string; readonly duration: string };
}

/** Whether a forge sets a variable of this name itself, in every job; people can set none of these. */
export const isOfForge = (variable: string): boolean => /^(?:GITHUB|RUNNER|ACTIONS|CI)_/.test(variable);

/**
 * The needs of plugins that use these credentials: the variable of each holds a secret, that of its user's name does not.
 * What the forge sets itself need not be asked for.
 */
export function credentialNeeds(
  refs: readonly (CredentialRef | undefined)[],
): Pick<CiNeeds, 'secrets' | 'variables'> {
  const given = refs.filter((ref) => ref !== undefined);
  const secrets = given.flatMap(({ env }) => [env].flat().slice(0, 1)).filter((name) => !isOfForge(name));
  const variables = given.flatMap(({ usernameEnv }) => usernameEnv ?? []).filter((name) => !isOfForge(name));
  return {
    ...(secrets.length === 0 ? {} : { secrets: [...new Set(secrets)] }),
    ...(variables.length === 0 ? {} : { variables: [...new Set(variables)] }),
  };
}
