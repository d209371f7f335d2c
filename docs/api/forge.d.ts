// @launchway/forge

export interface Asked {
  readonly path: string;
  readonly doing: string;
}
export type Duration = 
{
  readonly valid: true;
  readonly seconds: number | null;
} | {
  readonly valid: false;
};
export interface Forge extends ForgeReader {
  send(sent: Sent): Promise<unknown>;
  create<T>(sent: Omit<Sent, 'method'>, find: () => Promise<T | undefined>): Promise<{
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
  readonly api: string;
  ask(asked: Asked): Promise<HttpResponse>;
  get(asked: Asked): Promise<unknown>;
  find(asked: Asked, absent?: readonly number[]): Promise<unknown>;
  list(asked: Asked): Promise<readonly unknown[]>;
}
export type GithubTokenKind = 'installation' | 'fine-grained' | 'classic' | 'oauth' | 'user' | 'unknown';
export interface GitlabAddress {
  readonly api: string;
  readonly web: string;
}
export type GitlabTokenKind = 'job' | 'personal' | 'deploy' | 'oauth' | 'trigger';
export interface Sent extends Asked {
  readonly method: HttpSend['method'];
  readonly json?: Json;
  readonly body?: HttpSend['body'];
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout?: number;
}
export interface TokenHints {
  readonly jobToken?: string | undefined;
  readonly variable?: string | undefined;
}
export declare function errorText(response: HttpResponse): string;
export declare const forgeProblems: import("@launchway/core").Catalogue<"FORGE_ANSWER_INVALID" | "FORGE_CONFLICT" | "FORGE_DENIED" | "FORGE_FAILED" | "FORGE_NOT_FOUND" | "FORGE_RATE_LIMITED" | "FORGE_REFUSED" | "FORGE_TOKEN_REFUSED">;
export declare function githubFilter(patterns: readonly string[]): GlobTest;
export declare function githubGlob(pattern: string): GlobTest | undefined;
export declare function githubTokenKind(secret: string): GithubTokenKind;
export declare function gitlabAddress(url: string): GitlabAddress | undefined;
export declare function gitlabCredential(ref: CredentialRef, kind: GitlabTokenKind): CredentialRef;
export declare function gitlabDuration(text: string): Duration;
export declare function gitlabGlob(pattern: string): (path: string) => boolean;
export declare function gitlabTokenKind(secret: string, { jobToken, variable }?: TokenHints): GitlabTokenKind;
export declare function openForge(port: Effects, options: ForgeOptions): Forge;
export declare function openForge(port: Reads, options: ForgeOptions): ForgeReader;
export declare function projectSegment(project: string | number): string;
export declare function refSlug(ref: string): string;
export declare function skipWords(forge: 'gitlab' | 'github', message: string): string | undefined;
