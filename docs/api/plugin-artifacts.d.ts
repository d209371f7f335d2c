// @launchway/plugin-artifacts

export interface ArchiveOptions {
  readonly name?: string;
  readonly format?: Format | Readonly<Record<string, Format>>;
  readonly program?: string;
  readonly with?: readonly string[];
  readonly folder?: string;
}
export interface ArtifactsOptions {
  readonly name: string;
  readonly build?: readonly string[] | BuildOptions;
  readonly files?: readonly string[] | FilesOptions;
  readonly targets?: readonly (string | TargetOptions)[];
  readonly archive?: ArchiveOptions | false;
  readonly checksums?: boolean | string;
  readonly sign?: boolean | Signer;
  readonly track?: string;
  readonly from?: string;
  readonly job?: JobOptions;
  readonly id?: string;
}
export interface BuildOptions {
  readonly run: readonly string[];
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly output?: string;
  readonly timeout?: number;
}
export interface FilesOptions {
  readonly paths: readonly string[];
  readonly folder?: string | OutputOf;
}
export type Format = 'tar.gz' | 'zip';
export type Host = 'linux' | 'darwin' | 'windows';
export interface JobOptions {
  readonly paths: readonly string[];
  readonly name?: string;
  readonly days?: number;
  readonly runners?: Readonly<Partial<Record<Host, readonly string[]>>>;
}
export interface TargetOptions {
  readonly os: string;
  readonly arch: string;
  readonly host?: Host;
  readonly env?: Readonly<Record<string, string>>;
}
export declare const artifactProblems: import("@launchway/core").Catalogue<"ARTIFACT_EXTRA_MISSING" | "ARTIFACT_FILE_AMBIGUOUS" | "ARTIFACT_FILE_MISSING" | "ARTIFACT_HOST" | "ARTIFACT_OTHER_COMMIT" | "ARTIFACT_OUTPUT_MISSING" | "ARTIFACT_TARGET_UNKNOWN" | "ARTIFACT_TOOL_MISSING" | "ARTIFACT_TRACK">;
export declare function artifacts(options: ArtifactsOptions): Plugin;
