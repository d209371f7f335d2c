// @launchway/core/engine

export interface BuiltPlan extends PlanWithFacts {
  readonly context: ReleaseContext;
}
export interface CompiledFlow {
  readonly name: string;
  readonly plugins: readonly Plugin[];
  readonly tracks: readonly Track[];
  readonly lifecycle: Lifecycle;
  readonly kinds: ReadonlyMap<string, StepKind>;
  readonly zeroMajor: ZeroMajor;
}
export interface Effect {
  readonly number: number;
  readonly name: 'write' | 'send' | 'exec' | `repository.${keyof GitWrites}`;
  readonly subject: string;
  readonly request: readonly unknown[];
}
export interface EffectListener {
  before?(effect: Effect): void | Promise<void>;
  after?(effect: Effect, outcome: EffectOutcome): void | Promise<void>;
}
export type EffectOutcome = {
  readonly result: unknown;
} | {
  readonly error: unknown;
};
export interface ExpectedImage {
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly file?: string;
}
export interface Journal {
  record(event: Unstamped): void;
}
export interface LoadedFlow {
  readonly name: string;
  readonly plugins: readonly Plugin[];
  readonly zeroMajor?: ZeroMajor;
}
export interface Machinery extends ReadingMachinery {
  readonly effects: Effects;
  readonly journal: Journal;
  readonly signal?: AbortSignal;
  readonly parallel?: number;
  readonly watch?: (step: PlannedStep, state: StepState | 'running') => void;
}
export interface PlanOptions {
  readonly overrides?: Overrides;
  readonly manual?: ManualBump;
  readonly release?: string;
}
export interface PlanSource {
  readonly git: GitReads;
  readonly collect: (at?: string, as?: Standpoint) => Promise<Facts>;
  readonly isCut: () => Promise<boolean>;
  readonly env: (name: string) => string | undefined;
  readonly tree?: Tree;
  readonly dirty: (paths: readonly string[]) => Promise<readonly string[]>;
}
export interface ProcessGuard {
  readonly refused: readonly string[];
  end(): void;
}
export interface RehearsalKit {
  rehearsalEnvironment(env: Environment, situation: RehearsedSituation): Environment;
  guardProcess(): ProcessGuard;
  openStandIns(options: StandInOptions): Promise<StandIns>;
}
export interface RehearsedAnswer {
  readonly method?: string;
  readonly path?: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
}
export interface RehearsedItem {
  readonly name: string;
  readonly detail?: string;
}
export interface RehearsedPlace {
  readonly kind: 'git' | 'images' | 'charts' | 'packages' | 'releases' | 'requests';
  readonly name: string;
  readonly items: readonly RehearsedItem[];
}
export interface RehearsedRemote {
  readonly name: string;
  readonly addresses: readonly string[];
  readonly folder: string;
}
export interface RehearsedService {
  readonly address: string;
  readonly answers: readonly RehearsedAnswer[];
}
export interface RehearsedSituation {
  readonly ci?: 'github' | 'gitlab';
  readonly branch?: string;
  readonly head: string;
  readonly remote?: string;
}
export interface RehearsedWorld {
  readonly guard: 'namespace' | 'refusal';
  readonly places: readonly RehearsedPlace[];
  readonly assumed: readonly string[];
  readonly recorded: readonly string[];
  readonly refused: readonly string[];
}
export interface Routes {
  address(url: URL): URL;
  environment(env: Environment): Environment;
  credential(ref: CredentialRef): Credential | undefined;
}
export interface StandInOptions {
  readonly folder: string;
  readonly env: Environment;
  readonly remotes: readonly RehearsedRemote[];
  readonly services: readonly RehearsedService[];
  readonly guard: ProcessGuard;
}
export interface StandIns {
  readonly routes: Routes;
  provide(image: ExpectedImage): void;
  world(): Promise<RehearsedWorld>;
  keep(folder: string): Promise<void>;
  close(): Promise<void>;
}
export interface Workspace extends Place {
  readonly repository: Repository;
  readonly reads: Reads;
  begin(): void;
  source(flow: CompiledFlow, from?: 'commit' | 'worktree'): PlanSource;
  copy(request: {
    readonly folder: string;
    readonly branch?: string;
    readonly fetch: boolean;
  }): Promise<RepositoryCopy>;
  remote(push: JsonObject, branch: string): RemoteBranch;
  glimpse(push: JsonObject, branch: string): RemoteBranch;
}
export interface WorkspaceOptions {
  readonly cwd: string;
  readonly env: Environment;
  readonly signal?: AbortSignal;
  readonly say: (line: string) => void;
  readonly watch?: OutputListener;
  readonly listener?: EffectListener;
  readonly clock?: Clock;
  readonly routes?: Routes;
}
export declare function applyPlan(plan: Plan, machinery: Machinery, selection?: Selection): Promise<Report>;
export declare function buildPlan(flow: CompiledFlow, source: PlanSource, options?: PlanOptions): Promise<BuiltPlan>;
export declare function compileFlow(flow: LoadedFlow): CompiledFlow;
export declare function dryRun(plan: Plan, machinery: ReadingMachinery, selection?: Selection): Promise<Report>;
export declare function gitConfigEnv(env: Environment, entries: readonly (readonly [key: string, value: string])[]): Readonly<Record<string, string>>;
export declare function journal(now: () => number, write: (event: JournalEvent) => void): Journal;
export declare function openWorkspace(given: WorkspaceOptions): Promise<Workspace>;
export declare function outputsFromJournal(text: string, plan: string): ReadonlyMap<string, JsonObject>;
export declare function planDigest(plan: Omit<Plan, 'digest'> & {
  readonly digest?: string;
}): string;
export declare function planForRun(flow: CompiledFlow, source: PlanSource, open: OpenRemote, options?: PlanOptions): Promise<BuiltPlan>;
