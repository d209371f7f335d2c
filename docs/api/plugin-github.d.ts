// @launchway/plugin-github

export { CommentOptions } from '@launchway/forge';
export interface DispatchOptions {
  readonly workflow: string;
  readonly inputs?: Readonly<Record<string, string>>;
}
export interface GithubImage {
  readonly image: string;
  readonly credential: CredentialRef;
}
export interface GithubImageOptions {
  readonly repository?: string;
  readonly path?: string;
  readonly registry?: string;
}
export interface GithubOptions extends AnnouncementOptions {
  readonly url?: string;
  readonly repository?: string;
  readonly token?: TokenOption;
  readonly release?: ReleaseOptions | false;
  readonly dispatch?: DispatchOptions | readonly DispatchOptions[];
  readonly comments?: CommentOptions;
}
export interface ReleaseOptions {
  readonly name?: string;
  readonly latest?: 'highest' | 'always' | 'never';
  readonly files?: readonly string[];
  readonly notesUrl?: string;
  readonly needs?: readonly string[];
}
export declare function github(options?: GithubOptions): Plugin;
export declare function githubImage({ repository, path, registry, }?: GithubImageOptions): GithubImage;
export declare const githubProblems: import("@launchway/core").Catalogue<"GITHUB_ARCHIVED" | "GITHUB_DISPATCH_OPTIONS" | "GITHUB_FILES_MISSING" | "GITHUB_FILE_DIFFERS" | "GITHUB_FILE_NAME" | "GITHUB_FORK" | "GITHUB_IMMUTABLE" | "GITHUB_NO_WORKFLOW" | "GITHUB_PERMISSION" | "GITHUB_ROLE" | "GITHUB_TAG_BURNED" | "GITHUB_TAG_ELSEWHERE" | "GITHUB_TAG_MISSING" | "GITHUB_TOKEN_MISSING" | "GITHUB_TOKEN_SCOPE" | "GITHUB_TRACK_UNKNOWN" | "GITHUB_UNKNOWN" | "GITHUB_UPLOAD_BROKEN" | "GITHUB_WORKFLOW_CHANGE" | "GITHUB_WORKFLOW_UNKNOWN">;
