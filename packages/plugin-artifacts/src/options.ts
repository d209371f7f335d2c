import type { OutputOf } from '@launchway/core';
import type { Signer } from '@launchway/pack';

/** `{name}`, `{version}`, `{os}`, `{arch}` and `{exe}` (`.exe` on Windows, else nothing) are filled in where texts say so. */
export interface ArtifactsOptions {
  /** The tool's name: of its program, and in the names of files. */
  readonly name: string;
  /** Makes the program of one target: a list of arguments in which placeholders are filled in, `{output}` too. */
  readonly build?: readonly string[] | BuildOptions;
  /**
   * Files of the working tree that CI has built. One with `{os}` or `{arch}` in its path is looked for once a target and
   * packed, unless it is a package already; others are offered as they are. Folders may have wildcards.
   */
  readonly files?: readonly string[] | FilesOptions;
  /** `linux/amd64` and the like; Linux and macOS on amd64 and arm64, and Windows on amd64 unless told. */
  readonly targets?: readonly (string | TargetOptions)[];
  /** How programs are packed; `false` offers them bare. */
  readonly archive?: ArchiveOptions | false;
  /** The file of checksums, or its name; `{name}_{version}_checksums.txt` unless told. Its form is that of sha256sum. */
  readonly checksums?: boolean | string;
  /** Signs the file of checksums with gpg. */
  readonly sign?: boolean | Signer;
  /** The track whose tagged releases offer the files and whose version they have; the one that has tags, unless told. */
  readonly track?: string;
  /** Folder of the working tree with what jobs on other hosts have made by `release artifacts`; `dist` unless told. */
  readonly from?: string;
  /** The jobs that build them between releases, which `release ci` writes; none unless told. */
  readonly job?: JobOptions;
  /** Tells two instances of one flow apart. */
  readonly id?: string;
}

/** Jobs of a pipeline that run `release artifacts`, one for each operating system, and keep what it makes for a while. */
export interface JobOptions {
  /** Globs of the paths that make a push or a request build them; a tag always does. */
  readonly paths: readonly string[];
  /**
   * Begins the names of the jobs and of their variables: with `cli` (the default) `CLI_ARTIFACT_RETENTION_DAYS`,
   * `CLI_ARTIFACT_EXPIRE_IN` and `RUN_MACOS_CLI_BUILD`.
   */
  readonly name?: string;
  /** Days they are kept, 1 to 90; 30 unless told, or unless a variable of the forge says otherwise. */
  readonly days?: number;
  /** Tags that a GitLab runner must have, by operating system. */
  readonly runners?: Readonly<Partial<Record<Host, readonly string[]>>>;
}

/** How the program of one target is built. */
export interface BuildOptions {
  /** The command as a list of arguments, in which placeholders are filled in, `{output}` too. No shell reads it. */
  readonly run: readonly string[];
  /** Folder of the commit it runs in; the top unless told. */
  readonly folder?: string;
  /** Added to the environment; placeholders are filled in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Where the command leaves the program, from the top; for commands that cannot be told by `{output}`. */
  readonly output?: string;
  /** Seconds for one target; 600 unless told. */
  readonly timeout?: number;
}

/** Files that CI has built, and where they are. */
export interface FilesOptions {
  readonly paths: readonly string[];
  /** A folder of the working tree, or one that a step has made: `outputOf('wheel:build', 'folder')`. */
  readonly folder?: string | OutputOf;
}

/** A platform that the tool is for. */
export interface TargetOptions {
  /** As Go names it: `linux`, `darwin`, `windows`, `freebsd`. */
  readonly os: string;
  /** As Go names it: `amd64`, `arm64`, `386`. */
  readonly arch: string;
  /** The only host it can be built on; elsewhere what a job there has made is taken from the folder `from`. */
  readonly host?: Host;
  /** Added to the environment of the build, such as `{ GOARM: '7' }`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** An operating system as Go names it, of a machine that builds. */
export type Host = 'linux' | 'darwin' | 'windows';

/** How a program is packed. */
export interface ArchiveOptions {
  /** Its name without the ending; `{name}_{version}_{os}_{arch}` unless told. */
  readonly name?: string;
  /** By operating system where it differs; `zip` for Windows and `tar.gz` for others unless told. */
  readonly format?: Format | Readonly<Record<string, Format>>;
  /** The program's name in it; `{name}{exe}` unless told. */
  readonly program?: string;
  /**
   * Globs of files of the commit that are packed with the program; licence and readme unless told. What is below the folder
   * of `build` is packed without it.
   */
  readonly with?: readonly string[];
  /** A folder that all files of the archive are in; none unless told. Placeholders are filled in. */
  readonly folder?: string;
}

/** What an archive is packed as, and the ending of its name. */
export type Format = 'tar.gz' | 'zip';
