// @launchway/forge

export interface Announcement<Options, Place> {
  readonly options: Options;
  readonly context: ReleaseContext;
  readonly place: Place;
  readonly id: string;
  readonly tags: readonly DueTag[];
}
export interface AnnouncementOptions {
  readonly id?: string;
  readonly track?: string;
}
export interface Asked {
  readonly path: string;
  readonly doing: string;
}
export interface BadDuration {
  readonly pointer: string;
  readonly value: string;
}
export interface CommentOptions {
  readonly requests?: boolean;
  readonly issues?: boolean;
  readonly body?: string;
}
export interface CommentPlan {
  readonly kind: string;
  readonly needs: readonly string[];
  readonly pageOf: (tag: string) => string;
  readonly more?: JsonObject;
}
export type Comments = {
  readonly commits: readonly string[];
  readonly requests: boolean;
  readonly issues: boolean;
  readonly body: string;
  readonly marker: string;
};
export { Duration } from '@launchway/core';
export interface Forecast {
  readonly starts: boolean;
  readonly jobs: readonly {
    readonly name: string;
    readonly manual: boolean;
  }[];
  readonly because?: string;
  readonly unsure: readonly string[];
}
export interface Forge extends ForgeReader {
  send(sent: Sent): Promise<unknown>;
  create<T>(sent: Omit<Sent, 'method'> & {
    readonly method?: 'POST' | 'PUT';
  }, find: () => Promise<T | undefined>): Promise<{
    made: unknown;
  } | {
    found: T;
  }>;
}
export type ForgeCode = keyof typeof forgeProblems.entries;
export interface ForgeOptions {
  readonly name: string;
  readonly api: string;
  readonly credential?: CredentialRef;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly ca?: string;
}
export interface ForgeReader {
  readonly options: ForgeOptions;
  ask(asked: Asked): Promise<HttpResponse>;
  get(asked: Asked): Promise<unknown>;
  find(asked: Asked, absent?: readonly number[]): Promise<unknown>;
  list(asked: Asked): Promise<readonly Readonly<Record<string, unknown>>[]>;
}
export interface GithubAddress {
  readonly api: string;
  readonly web: string;
}
export type GithubTokenKind = 'installation' | 'fine-grained' | 'classic' | 'oauth' | 'user' | 'unknown';
export interface GitlabAddress {
  readonly api: string;
  readonly web: string;
}
export type GitlabTokenKind = 'job' | 'personal' | 'deploy' | 'oauth' | 'trigger';
export interface LocalFile {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
}
export interface LocalFiles {
  readonly files: readonly LocalFile[];
  readonly missing: readonly string[];
}
export type PermissionLevel = 'none' | 'read' | 'write';
export interface PushEvent {
  readonly ref: {
    readonly kind: 'branch' | 'tag';
    readonly name: string;
  };
  readonly changed?: readonly string[];
  readonly message?: string;
  readonly defaultBranch?: string;
  readonly variables?: Variables;
  readonly source?: string;
}
export type Pusher = {
  readonly forge: 'gitlab';
  readonly token: GitlabTokenKind | 'key';
} | {
  readonly forge: 'github';
  readonly token: GithubTokenKind | 'key';
  readonly inWorkflow: boolean;
};
export interface Sent extends Asked {
  readonly method: HttpSend['method'];
  readonly address?: string;
  readonly json?: Json;
  readonly body?: HttpSend['body'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}
export interface Thread {
  readonly name: string;
  readonly path: string;
}
export interface TokenHints {
  readonly jobToken?: string | undefined;
  readonly variable?: string | undefined;
}
export type TokenOption = string | Pick<CredentialRef, 'env'>;
export type Triggers = Readonly<Record<string, unknown>>;
export type Variables = Readonly<Record<string, string | undefined>>;
export declare function absoluteFolder(folder: string, reads: Pick<Reads, 'query'>): Promise<string>;
export declare function announcementOf<Options extends AnnouncementOptions, Place>(name: string, options: Options, place: Place, context: ReleaseContext): Announcement<Options, Place> | undefined;
export declare function badDurations(tree: Tree, path?: string): Promise<readonly BadDuration[]>;
export declare function commentSteps(announcement: Announcement<{
  readonly comments?: CommentOptions;
}, JsonObject>, plan: CommentPlan): readonly Step[];
export declare const commentedCommits: ({ facts }: Pick<ReleaseContext, 'facts'>) => readonly Commit[];
export declare const commentsRule: Rule;
export declare function coversGlobs(globs: readonly string[], names: readonly string[]): boolean;
export declare function describeForecast({ kind, name }: PushEvent['ref'], { starts, jobs, because, unsure }: Forecast, what: string, idle?: string): readonly string[];
export declare function errorText(response: HttpResponse): string;
export declare function evaluateCondition(expression: string, variables: Variables): boolean | undefined;
export declare function fillIn(text: string, tag: DueTag | undefined, { versions, changes }: Release): string;
export declare function findFiles(globs: readonly string[], tree: Tree): Promise<LocalFiles>;
export declare function forecastGithub(tree: Tree, event: PushEvent): Promise<Forecast | undefined>;
export declare function forecastGitlab(tree: Tree, event: PushEvent, path?: string): Promise<Forecast | undefined>;
export declare const forgeProblems: import("@launchway/core").Catalogue<"FORGE_ANSWER_INVALID" | "FORGE_CONFLICT" | "FORGE_DENIED" | "FORGE_FAILED" | "FORGE_NOT_FOUND" | "FORGE_RATE_LIMITED" | "FORGE_REFUSED" | "FORGE_TOKEN_REFUSED">;
export declare function githubAddress(url: string): GithubAddress | undefined;
export declare function githubFilter(patterns: readonly string[]): GlobTest;
export declare function githubGlob(pattern: string): GlobTest | undefined;
export declare function githubTokenKind(secret: string): GithubTokenKind;
export declare function gitlabAddress(url: string): GitlabAddress | undefined;
export declare function gitlabCredential(ref: CredentialRef, kind: GitlabTokenKind): CredentialRef;
export { gitlabDuration } from '@launchway/core';
export declare function gitlabGlob(pattern: string): (path: string) => boolean;
export declare function gitlabProject(page: string, server?: string): (GitlabAddress & {
  readonly path: string;
}) | undefined;
export declare function gitlabTokenKind(secret: string, { jobToken, variable }?: TokenHints): GitlabTokenKind;
export declare const holdsNotes: (found: string, ours: string) => boolean;
export declare const idOf: (value: unknown) => number | undefined;
export declare function isBuiltHere(release: string | undefined, reads: Pick<Reads, 'git'>): Promise<boolean>;
export declare const mediaTypeOf: (name: string) => string;
export declare const misanswered: ({ options }: Pick<ForgeReader, 'options'>, asked: Asked, found: string) => ReleaseError;
export declare const numberOf: (value: unknown) => number | undefined;
export declare function openForge(port: Effects, options: ForgeOptions): Forge;
export declare function openForge(port: Reads, options: ForgeOptions): ForgeReader;
export declare function openForge(port: Reads | Effects, options: ForgeOptions): ForgeReader | Forge;
export declare function projectSegment(project: string | number): string;
export declare function pusherStartsNothing(pusher: Pusher): string | undefined;
export declare const record: (value: unknown) => Readonly<Record<string, unknown>>;
export declare const records: (value: unknown) => readonly Readonly<Record<string, unknown>>[];
export declare function skipWords(forge: 'gitlab' | 'github', message: string): string | undefined;
export declare const textOf: (value: unknown) => string | undefined;
export declare const tokenRule: Rule;
export declare function tokenVariablesOf(token: TokenOption | undefined, usual: readonly string[]): readonly string[];
export declare function uncommented(threads: readonly Thread[], { marker }: Comments, forge: ForgeReader): Promise<readonly Thread[]>;
export declare function workflowFiles(paths: readonly string[]): readonly string[];
export declare function workflowPermission(text: string, job: string, name: string): Promise<PermissionLevel | undefined>;
export declare function workflowTriggers(text: string): Promise<Triggers | undefined>;
export declare function writeComment({ name, path }: Thread, { marker, body }: Comments, forge: Forge): Promise<void>;
