// @launchway/sandbox

export interface ChartFault {
  readonly kind: 'status' | 'reset' | 'lost' | 'swallowed' | 'garbled';
  readonly status?: number;
  readonly times?: number;
}
export interface ChartRepository {
  readonly url: string;
  readonly api: string;
  readonly charts: readonly StoredChart[];
  readonly provenances: readonly string[];
  readonly uploads: readonly string[];
  fail(fault: ChartFault): void;
  close(): Promise<void>;
}
export interface ChartRepositoryOptions {
  readonly credentials?: readonly {
    readonly username: string;
    readonly password: string;
  }[];
  readonly faults?: readonly ChartFault[];
  readonly lag?: number;
  readonly subpath?: string;
  readonly limit?: number;
}
export interface FaultOptions {
  readonly at?: (point: Point) => boolean;
  readonly only?: (mishap: string) => boolean;
  readonly sample?: number;
  readonly command?: ReleaseCommand;
  readonly timeout?: number;
  readonly watch?: (line: string) => void;
}
export interface FaultProxy {
  readonly host: string;
  lead(host: string): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}
export interface FaultProxyOptions {
  befalls(request: PassingRequest): RequestFault | undefined;
  struck?(fault: RequestFault): void;
  rewrite?(text: string): Promise<string>;
  readonly slowness?: number;
}
export interface FaultReport {
  readonly points: readonly Point[];
  readonly mishaps: number;
  readonly tried: number;
  readonly struck: number;
  readonly again: number;
}
export interface Finding {
  readonly promise: string;
  readonly kept: boolean;
  readonly detail: string;
}
export type FolderState = ReadonlyMap<string, string>;
export interface GitCredential {
  readonly username: string;
  readonly password: string;
  readonly write?: boolean;
}
export interface GitFault {
  readonly on: GitOperation;
  readonly kind: 'reset' | 'status' | 'slow' | 'lost' | 'belied' | 'dropped' | 'held';
  readonly status?: number;
  readonly milliseconds?: number;
  readonly times?: number;
}
export interface GitRepository {
  readonly name: string;
  readonly path: string;
  readonly url: string;
}
export interface GitRequest {
  readonly method: string;
  readonly path: string;
  readonly operation: GitOperation;
  readonly user: string | undefined;
  readonly push?: PushRequest;
}
export interface GitServer {
  readonly url: string;
  readonly root: string;
  readonly requests: readonly GitRequest[];
  createRepository(name: string, options?: {
    readonly objectFormat?: 'sha1' | 'sha256';
  }): Promise<GitRepository>;
  fail(fault: GitFault): void;
  protect(ref: ProtectedRef): void;
  close(): Promise<void>;
}
export interface GitServerOptions extends GitHostOptions {
  readonly root?: string;
  readonly pushOptions?: boolean;
}
export interface GithubAddresses {
  readonly web: string;
  readonly api: string;
  readonly uploads: string;
}
export interface GithubAsset {
  readonly id: number;
  readonly name: string;
  readonly label: string | null;
  readonly contentType: string;
  readonly size: number;
  readonly digest: string | null;
  readonly state: 'uploaded' | 'starter';
}
export interface GithubExchange {
  readonly request: ApiRequest;
  readonly answer: ApiAnswer | undefined;
  readonly faulty: boolean;
}
export type GithubFault = ApiFault;
export interface GithubJob {
  readonly branch?: string;
  readonly tag?: string;
  readonly request?: number;
  readonly commit?: string;
  readonly workflow?: string;
  readonly job?: string;
  readonly identity?: {
    readonly url: string;
    readonly token: string;
  };
}
export type GithubLoggedRequest = ApiLoggedRequest;
export interface GithubOptions {
  readonly repository?: string;
  readonly tokens?: Readonly<Record<string, GithubToken>> | ((token: string) => GithubToken);
  readonly git?: string;
  readonly immutable?: boolean;
  readonly workflows?: Readonly<Record<string, readonly string[]>> | readonly string[];
  readonly tellsRun?: boolean;
  readonly quota?: number;
  readonly addresses?: GithubAddresses;
  readonly linkHost?: string;
  readonly slowness?: number;
  readonly observe?: (exchange: GithubExchange) => void;
}
export interface GithubPull {
  readonly number: number;
  readonly merged: boolean;
  readonly body: string;
}
export interface GithubPush {
  readonly byWorkflow: boolean;
  readonly tags: readonly string[];
}
export interface GithubRelease {
  readonly id: number;
  tag: string;
  name: string;
  body: string;
  draft: boolean;
  prerelease: boolean;
  immutable: boolean;
  target: string;
  assets: GithubAsset[];
}
export interface GithubRun {
  readonly id: number;
  readonly workflow: string;
  readonly event: 'push' | 'workflow_dispatch';
  readonly branch: string;
  readonly sha: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
export interface GithubStandIn {
  readonly url: string;
  readonly api: string;
  readonly uploads: string;
  readonly store: GithubStore;
  readonly requests: readonly GithubLoggedRequest[];
  job(job?: GithubJob): Readonly<Record<string, string>>;
  serve(git: string): void;
  tag(name: string, commit: string): void;
  push(push: GithubPush): Promise<void>;
  fail(fault: GithubFault): void;
  snapshot(): unknown;
  close(): Promise<void>;
}
export interface GithubStore {
  readonly repository: string;
  readonly releases: GithubRelease[];
  latest: number | undefined;
  immutable: boolean;
  readonly burned: Set<string>;
  readonly runs: GithubRun[];
  readonly pulls: Map<string, GithubPull[]>;
  readonly comments: Map<number, string[]>;
  readonly settings: Record<string, unknown>;
}
export interface GithubToken {
  readonly kind: 'workflow' | 'app' | 'personal' | 'classic';
  readonly writes?: readonly string[];
  readonly scopes?: readonly string[];
  readonly push?: boolean;
}
export type GitlabAnswer = ApiAnswer;
export type GitlabFault = ApiFault;
export type GitlabFaultKind = ApiFaultKind;
export interface GitlabFile {
  readonly id: number;
  readonly name: string;
  readonly bytes: Buffer;
  readonly sha256: string;
}
export interface GitlabJob {
  readonly branch?: string;
  readonly tag?: string;
  readonly request?: number;
  readonly mergedResult?: boolean;
  readonly protected?: boolean;
  readonly commit?: string;
  readonly registry?: boolean;
  readonly freeze?: boolean;
  readonly version?: string;
}
export interface GitlabLink {
  readonly id: number;
  name: string;
  url: string;
  direct_asset_path: string | undefined;
  link_type: string;
}
export type GitlabLoggedRequest = ApiLoggedRequest;
export interface GitlabOptions {
  readonly subpath?: string;
  readonly project?: {
    readonly id: number;
    readonly path: string;
  };
  readonly tokens?: Readonly<Record<string, GitlabToken>> | ((token: string) => GitlabToken);
  readonly repository?: string;
  readonly linkHost?: string;
  readonly slowness?: number;
  readonly observe?: (request: GitlabLoggedRequest) => void;
}
export interface GitlabPackage {
  readonly id: number;
  readonly type: 'generic' | 'helm';
  readonly name: string;
  readonly version: string;
  readonly channel: string;
  readonly files: GitlabFile[];
}
export interface GitlabPipeline {
  readonly id: number;
  readonly ref: string;
  readonly sha: string;
  readonly source: 'push' | 'trigger' | 'api';
  readonly variables: Readonly<Record<string, string>>;
}
export interface GitlabProject {
  readonly id: number;
  readonly path: string;
  readonly milestones: string[];
  readonly releases: Map<string, GitlabRelease>;
  readonly packages: GitlabPackage[];
  readonly pipelines: GitlabPipeline[];
  readonly protectedTags: GitlabProtectedTag[];
  readonly requests: Map<string, {
    readonly iid: number;
    readonly closes: readonly number[];
  }[]>;
  readonly notes: Map<string, string[]>;
  readonly settings: Record<string, unknown>;
}
export interface GitlabProtectedTag {
  readonly name: string;
  readonly level: number;
}
export interface GitlabRelease {
  readonly tag_name: string;
  name: string;
  description: string;
  released_at: string;
  milestones: readonly string[];
  readonly commit: string;
  links: GitlabLink[];
}
export interface GitlabStandIn {
  readonly url: string;
  readonly api: string;
  readonly project: GitlabProject;
  readonly requests: readonly GitlabLoggedRequest[];
  job(job?: GitlabJob): Readonly<Record<string, string>>;
  serve(repository: string): void;
  tag(name: string, commit: string): void;
  fail(fault: GitlabFault): void;
  snapshot(): unknown;
  close(): Promise<void>;
}
export interface GitlabToken {
  readonly kind: 'job' | 'personal' | 'deploy' | 'oauth' | 'trigger';
  readonly level?: number;
  readonly scopes?: readonly string[];
}
export type JsrFault = ApiFault;
export type JsrFaultKind = ApiFaultKind;
export type JsrLoggedRequest = ApiLoggedRequest;
export interface JsrMember {
  readonly id: string;
  readonly name: string;
  readonly githubId: number | null;
  readonly isAdmin: boolean;
}
export interface JsrOptions {
  readonly packages?: readonly string[];
  readonly tokens?: Readonly<Record<string, JsrToken>>;
  readonly workflow?: Partial<JsrWorkflow>;
  readonly open?: (name: string) => void;
  readonly modules?: (path: string) => {
    readonly type: string;
    readonly bytes: Uint8Array;
  } | undefined;
  readonly slowness?: number;
}
export interface JsrPackage {
  readonly scope: string;
  readonly name: string;
  repository: {
    readonly id: number;
    readonly owner: string;
    readonly name: string;
  } | null;
  archived: boolean;
  readonly versions: Map<string, JsrVersion>;
}
export interface JsrScope {
  readonly members: JsrMember[];
  requirePublishingFromCI: boolean;
  verifyOidcActor: boolean;
}
export interface JsrStandIn {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workflowEnv: Readonly<Record<string, string>>;
  readonly requests: readonly JsrLoggedRequest[];
  readonly tasks: readonly JsrTask[];
  package(name: string): JsrPackage | undefined;
  packages(): readonly JsrPackage[];
  scope(name: string): JsrScope;
  create(name: string): JsrPackage;
  file(name: string, version: string, path: string): string | undefined;
  next(course: JsrTaskCourse): void;
  fail(fault: JsrFault): void;
  close(): Promise<void>;
}
export interface JsrTask {
  readonly id: string;
  readonly scope: string;
  readonly name: string;
  readonly version: string;
  readonly files: ReadonlyMap<string, Buffer>;
  readonly by: JsrVersion['by'];
  status: JsrTaskStatus;
  error: {
    readonly code: string;
    readonly message: string;
  } | null;
  polls: number;
}
export type JsrTaskCourse = {
  readonly status: 'success';
} | {
  readonly status: 'pending' | 'processing';
  readonly polls: number;
} | {
  readonly status: 'failure';
  readonly code: string;
  readonly message: string;
};
export interface JsrToken {
  readonly user: string;
  readonly restricted?: boolean;
}
export interface JsrVersion {
  readonly files: ReadonlyMap<string, Buffer>;
  rekorLogId: string | null;
  yanked: boolean;
  readonly by: 'token' | 'oidc';
}
export interface JsrWorkflow {
  readonly repositoryId: number;
  readonly repository: string;
  readonly actorId: number;
  readonly workflow: string;
}
export interface LabelledImage {
  readonly content: string;
  readonly labels: Readonly<Record<string, string>>;
}
export interface LoggedRequest extends ApiLoggedRequest {
  readonly host: string;
}
export interface PassingRequest {
  readonly method: string;
  readonly target: string;
}
export interface Point {
  readonly kind: 'request' | 'effect' | 'operation';
  readonly name: string;
  readonly time: number;
}
export interface ProtectedRef {
  readonly ref: string;
  readonly as: RefusalName;
}
export type RefusalName = keyof typeof refusals;
export interface RegistryAccount {
  readonly username: string;
  readonly password: string;
}
export type RegistryFault = ApiFault;
export type RegistryFaultKind = ApiFaultKind;
export interface RegistryInspection {
  readonly history: readonly TagMove[];
  tags(repository: string): Readonly<Record<string, string>>;
  manifest(repository: string, reference: string): StoredManifest | undefined;
  blobs(repository: string): readonly string[];
  content(repository: string): readonly {
    readonly digest: string;
    readonly bytes: Uint8Array;
  }[];
  state(): unknown;
  openUploads(): number;
  push(repository: string, content: string | LabelledImage, ...tags: readonly string[]): string;
}
export interface RegistryOptions extends AuthRules, ManifestRules {
  readonly faults?: readonly RegistryFault[];
  readonly slowness?: number;
  readonly redirects?: boolean;
  readonly warning?: string;
}
export interface RegistryStandIn extends RegistryInspection {
  readonly host: string;
  readonly requests: readonly LoggedRequest[];
  fail(fault: RegistryFault): void;
  expireTokens(): void;
  close(): Promise<void>;
}
export interface ReleaseCommand {
  readonly argv: readonly string[];
  prepare(folder: string): Promise<void>;
}
export interface RepositorySnapshot {
  readonly remote: Readonly<Record<string, string>>;
  readonly refs: Readonly<Record<string, string>>;
  readonly head: string;
  readonly index: string;
  readonly files: Readonly<Record<string, string>>;
}
export type RequestFault = (typeof requestFaults)[number];
export interface Scenario {
  plugins(world: World): readonly Plugin[] | Promise<readonly Plugin[]>;
  readonly branch?: string;
  readonly files: Readonly<Record<string, string>>;
  readonly commits: readonly {
    readonly message: string;
    readonly files: Readonly<Record<string, string>>;
  }[];
  targets?(repository: TestRepository): Promise<Targets>;
  readonly env?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly deaths?: number;
}
export interface StoredChart {
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly bytes: Buffer;
}
export interface Targets {
  readonly env?: Readonly<Record<string, string>>;
  readonly remote?: string;
  readonly addresses?: Readonly<Record<string, string>>;
  snapshot(): Promise<unknown>;
  state?(): Promise<unknown>;
  changes(): readonly string[];
  close(): Promise<void>;
}
export interface TestRepository {
  readonly path: string;
  readonly remote: string;
  git(...args: readonly string[]): Promise<string>;
  commit(options: CommitOptions): Promise<string>;
  push(): Promise<void>;
  clone(): Promise<TestRepository>;
  copy(): Promise<TestRepository>;
  snapshot(): Promise<RepositorySnapshot>;
  remove(): Promise<void>;
}
export interface World {
  readonly repository: TestRepository;
  readonly targets: Targets | undefined;
}
export declare const changesIn: (requests: readonly {
  readonly method: string;
  readonly target: string;
}[]) => readonly string[];
export declare function conforms(scenario: Scenario): Promise<readonly Finding[]>;
export declare function createTestRepository(files: Readonly<Record<string, string>>, options?: RepositoryOptions): Promise<TestRepository>;
export declare const defaultAccount: RegistryAccount;
export declare function folderState(folder: string, places?: readonly string[]): FolderState;
export declare const quietGit: Readonly<Record<string, string>>;
export declare const requestFaults: readonly ['refused', 'reset', 'half-sent', 'unheard', 'held', 'done-held', 'done-502', 'truncated', 'garbage', 'slow', 401, 403, 404, 409, 422, 429, 500, 503];
export declare function startChartRepository(options?: ChartRepositoryOptions): Promise<ChartRepository>;
export declare function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy>;
export declare function startGitServer(options?: GitServerOptions): Promise<GitServer>;
export declare function startGithub(options?: GithubOptions): Promise<GithubStandIn>;
export declare function startGitlab(options?: GitlabOptions): Promise<GitlabStandIn>;
export declare function startJsr(options?: JsrOptions): Promise<JsrStandIn>;
export declare function startRegistry(options?: RegistryOptions): Promise<RegistryStandIn>;
export declare function survives(scenario: Scenario, options?: FaultOptions): Promise<FaultReport>;
