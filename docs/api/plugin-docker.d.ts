// @launchway/plugin-docker

export type BakePart = 'tags' | 'labels' | 'annotations';
export interface BuildOptions {
  readonly context?: string;
  readonly dockerfile?: string;
  readonly target?: string;
  readonly platforms?: readonly string[];
  readonly args?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, CredentialRef>>;
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  readonly provenance?: boolean | string;
  readonly sbom?: boolean | string;
  readonly bake?: {
    readonly target: string;
    readonly files?: readonly string[];
  };
  readonly builder?: string;
  readonly prepare?: readonly (readonly string[])[];
  readonly in?: 'checkout' | 'worktree';
}
export interface ContextSources {
  readonly env: (name: string) => string | undefined;
  readonly event?: unknown;
  readonly git?: GitFacts;
  readonly now: number;
  readonly defaultBranch?: string;
}
export interface DockerOptions extends Partial<ImageOptions> {
  readonly id?: string;
  readonly images?: readonly ImageOptions[];
  readonly track?: string;
  readonly tags?: readonly TagRule[];
  readonly flavor?: readonly string[];
  readonly when?: 'tag' | 'release' | 'commit';
  readonly overwrite?: boolean;
  readonly majorZero?: boolean;
  readonly insecure?: boolean | readonly string[];
  readonly credential?: CredentialRef | Readonly<Record<string, CredentialRef>>;
}
export interface EventContext {
  readonly provider: 'github' | 'gitlab' | 'none';
  readonly eventName: string;
  readonly ref: string;
  readonly sha: string;
  readonly sourceRef: string;
  readonly baseRef: string;
  readonly defaultBranch: string;
  readonly isDefaultBranch: boolean;
  readonly now: number;
  readonly commitDate: number;
  readonly repository: RepositoryFacts;
  readonly shortShaLength: number;
  readonly annotationLevels: readonly string[];
}
export interface FloatingRequest {
  readonly version: string;
  readonly existing: readonly ListedTag[] | undefined;
  readonly requested: readonly RequestedTag[];
  readonly majorZero?: boolean;
  readonly digest?: string;
}
export interface GitFacts {
  readonly sha?: string;
  readonly branch?: string;
  readonly tag?: string;
  readonly commitDate?: string;
  readonly defaultBranch?: string;
  readonly url?: string;
}
export interface ImageOptions {
  readonly image: string | readonly string[];
  readonly build?: BuildOptions;
  readonly from?: string | {
    readonly file: string;
  };
  readonly job?: JobOptions | false;
  readonly labels?: readonly string[];
  readonly annotations?: readonly string[];
}
export type JobOptions = Pick<BuildOptions, 'context' | 'dockerfile' | 'target' | 'platforms'> & {
  readonly name?: string;
};
export interface ListedTag {
  readonly tag: string;
  readonly digest?: string;
}
export interface Metadata {
  readonly version: string | null;
  readonly images: readonly string[];
  readonly tags: readonly string[];
  readonly names: readonly ResolvedTag[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: readonly string[];
  readonly problems: readonly Problem[];
}
export interface MetadataOptions {
  readonly images?: readonly string[];
  readonly tags?: readonly TagRule[];
  readonly flavor?: readonly string[];
  readonly labels?: readonly string[];
  readonly annotations?: readonly string[];
  readonly majorZero?: boolean;
}
export type OutputFormat = keyof typeof writers;
export interface Repair {
  readonly tag: string;
  readonly version: string;
  readonly digest: string;
}
export interface RequestedTag {
  readonly name: string;
  readonly line: Line;
  readonly prefix?: string;
  readonly suffix?: string;
}
export interface ResolvedTag {
  readonly name: string;
  readonly line: Line;
  readonly prefix: string;
  readonly suffix: string;
}
export type TagDecision = {
  readonly tag: string;
  readonly action: 'create';
} | {
  readonly tag: string;
  readonly action: 'move' | 'unchanged';
  readonly from?: string;
} | {
  readonly tag: string;
  readonly action: 'hold';
  readonly why: string;
};
export type TagRule = string | {
  readonly line: string;
} | (({
  readonly branch: true | string;
} | {
  readonly tag: true;
} | {
  readonly request: true;
} | {
  readonly sha: number | 'long';
} | {
  readonly schedule: true | string;
} | {
  readonly edge: true | string;
} | {
  readonly raw: string;
} | {
  readonly match: string;
  readonly group?: number;
  readonly value?: string;
} | {
  readonly pep440: string;
  readonly value?: string;
}) & Affixes);
export interface TagsOptions extends MetadataOptions {
  readonly track?: string;
}
export declare function bakeFile(metadata: Metadata, target?: string, parts?: readonly BakePart[]): object;
export declare const commands: import("./commands/tags.ts").TagsCommand[];
export declare function decideTags(request: FloatingRequest): TagDecision[];
export declare function docker(options: DockerOptions): Plugin;
export declare const dockerProblems: import("@launchway/core").Catalogue<"DOCKER_BUILDX_MISSING" | "DOCKER_BUILD_UNKNOWN" | "DOCKER_FILE_MISSING" | "DOCKER_FROM_MISSING" | "DOCKER_FROM_OTHER" | "DOCKER_FROM_UNPROVEN" | "DOCKER_IMAGE_UNKNOWN" | "DOCKER_LOGIN_TOO_OLD" | "DOCKER_NO_TAGS" | "DOCKER_OPTIONS_CONTRADICT" | "DOCKER_TAGS_HELD_BACK" | "DOCKER_TAGS_INCOMPLETE" | "DOCKER_TAGS_UNSETTLED" | "DOCKER_TAG_TAKEN" | "DOCKER_TRACK_UNKNOWN">;
export declare function eventContext(sources: ContextSources): EventContext;
export declare function imageMetadata(options: MetadataOptions, context: EventContext, version?: string): Metadata;
export declare function repairs(version: string, moved: readonly RequestedTag[], listed: readonly ListedTag[]): Repair[];
export declare const tagProblems: import("@launchway/core").Catalogue<"TAG_EMPTY" | "TAG_EVENT_UNREADABLE" | "TAG_FLAVOR_INVALID" | "TAG_FORMAT_UNKNOWN" | "TAG_IMAGE_INVALID" | "TAG_LATEST_WITHHELD" | "TAG_NONE" | "TAG_NOT_A_VERSION" | "TAG_NO_MATCH" | "TAG_PATTERN_INVALID" | "TAG_REPAIRED" | "TAG_RULE_INVALID" | "TAG_SETTING_INVALID" | "TAG_TEMPLATE_INVALID">;
export declare function tagsCommand(configured?: TagsOptions): TagsCommand;
export declare function usualTags(version: string): RequestedTag[];
export declare function writeMetadata(metadata: Metadata, format: OutputFormat, bakeTarget?: string): string;
