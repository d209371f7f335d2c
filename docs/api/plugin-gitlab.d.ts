// @launchway/plugin-gitlab

export interface AssetsOptions {
  readonly package?: string;
}
export { CommentOptions } from '@launchway/forge';
export interface GitlabImage {
  readonly image: string;
  readonly tags: readonly string[];
  readonly when: 'commit';
  readonly credential: CredentialRef;
  readonly insecure?: boolean | readonly string[];
}
export interface GitlabImageOptions {
  readonly path?: string;
  readonly latest?: 'release' | 'always' | 'never';
  readonly insecure?: boolean | string;
}
export interface GitlabOptions extends AnnouncementOptions {
  readonly url?: string;
  readonly project?: number | string;
  readonly token?: TokenOption;
  readonly tokenKind?: Exclude<GitlabTokenKind, 'trigger'>;
  readonly ca?: string;
  readonly release?: ReleaseOptions | false;
  readonly packages?: readonly PackageOptions[];
  readonly assets?: AssetsOptions | false;
  readonly comments?: CommentOptions;
  readonly pipeline?: boolean | PipelineOptions;
}
export interface LinkOptions {
  readonly name: string;
  readonly url: string;
  readonly type?: 'other' | 'runbook' | 'image' | 'package';
  readonly path?: string;
}
export interface PackageOptions {
  readonly name: string;
  readonly files: readonly string[];
  readonly folder?: string | OutputOf;
  readonly needs?: readonly string[];
  readonly version?: string;
  readonly existing?: 'refuse' | 'keep';
}
export interface PipelineOptions {
  readonly variables?: Readonly<Record<string, string>>;
}
export interface ReleaseOptions {
  readonly name?: string;
  readonly milestones?: readonly string[];
  readonly links?: readonly LinkOptions[];
  readonly releasedAt?: string;
  readonly needs?: readonly string[];
}
export declare const commands: import("@launchway/core").Command[];
export declare function gitlab(options?: GitlabOptions): Plugin;
export declare function gitlabImage({ path, latest, insecure }?: GitlabImageOptions): GitlabImage;
export declare const gitlabProblems: import("@launchway/core").Catalogue<"GITLAB_CA_MISSING" | "GITLAB_EXPIRE_IN" | "GITLAB_FEATURE_OFF" | "GITLAB_FILES_MISSING" | "GITLAB_FILE_DIFFERS" | "GITLAB_FILE_NAME" | "GITLAB_FREEZE" | "GITLAB_IMAGE_UNKNOWN" | "GITLAB_JOB_PUSH" | "GITLAB_MILESTONE_MISSING" | "GITLAB_NAME_TWICE" | "GITLAB_NO_PIPELINE" | "GITLAB_ROLE" | "GITLAB_SLASH_DECODED" | "GITLAB_TAG_ELSEWHERE" | "GITLAB_TAG_MISSING" | "GITLAB_TOKEN_KIND" | "GITLAB_TOKEN_MISSING" | "GITLAB_TOKEN_SCOPE" | "GITLAB_TRACK_UNKNOWN" | "GITLAB_UNKNOWN">;
