// @launchway/plugin-jsr

export type JsrOptions = OnePackage | ManyPackages;
export interface ManyPackages extends TrackOptions, PublishOptions {
  readonly packages: readonly (string | PackageOptions)[];
  readonly name?: string;
  readonly package?: never;
  readonly paths?: never;
}
export interface OnePackage extends PackageOptions, TrackOptions, PublishOptions {
  readonly packages?: never;
}
export interface PackageOptions {
  readonly package: string;
  readonly name?: string;
  readonly paths?: readonly string[];
}
export interface PublishOptions {
  readonly auth?: 'oidc' | 'token';
  readonly token?: string | Pick<CredentialRef, 'env'>;
  readonly timeout?: number | string;
  readonly deno?: string;
  readonly allowSlowTypes?: boolean;
  readonly typeCheck?: boolean;
  readonly provenance?: boolean;
  readonly prepare?: readonly string[];
  readonly registry?: string;
}
export interface TrackOptions {
  readonly id?: string;
  readonly manifests?: readonly string[];
  readonly tag?: TagRule;
  readonly follows?: readonly string[];
  readonly initial?: string;
}
export declare function jsr(options: JsrOptions): Plugin;
export declare const jsrProblems: import("@launchway/core").Catalogue<"JSR_ARCHIVED" | "JSR_CHECK_FAILED" | "JSR_CI_REQUIRED" | "JSR_CLIENT_FAILED" | "JSR_COMMONJS" | "JSR_CREDENTIAL_MISSING" | "JSR_DENO_MISSING" | "JSR_DENO_OLD" | "JSR_DEPENDENCY_KIND" | "JSR_DEPENDENCY_UNBOUNDED" | "JSR_DIFFERENT_CONTENT" | "JSR_EXPORTS" | "JSR_FILE_PATH" | "JSR_HIDDEN_FILE" | "JSR_LANGUAGE" | "JSR_LICENCE" | "JSR_MANIFESTS_DIFFER" | "JSR_MANIFEST_MISSING" | "JSR_NAME" | "JSR_NOT_LINKED" | "JSR_NOT_MEMBER" | "JSR_NOT_PUBLISHED" | "JSR_OIDC_ELSEWHERE" | "JSR_OIDC_PERMISSION" | "JSR_OIDC_REFUSED" | "JSR_OPTIONS" | "JSR_PACKAGE_MISSING" | "JSR_PROVENANCE_LOST" | "JSR_QUOTA" | "JSR_REFUSED" | "JSR_RIGHTS" | "JSR_SECRET_FILE" | "JSR_STALE_MANIFEST" | "JSR_SYMLINK" | "JSR_TASK_STUCK" | "JSR_TIMEOUT" | "JSR_TOKEN_REFUSED" | "JSR_TOO_LARGE" | "JSR_UNAVAILABLE" | "JSR_VERSION" | "JSR_VERSION_SYNC" | "JSR_WORKFLOW_NAME" | "JSR_YANKED">;
