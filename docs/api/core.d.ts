// @launchway/core

export interface Asset {
  readonly name: string;
  readonly label?: string;
  readonly mediaType: string;
  readonly file: Deferred<string>;
  readonly sha256: Deferred<string>;
  readonly size: Deferred<number>;
  readonly track?: string;
}
export interface Baseline {
  readonly commit?: string;
  readonly how: 'tag' | 'pin' | 'beginning';
  readonly tag?: string;
}
export type Bump = 'major' | 'minor' | 'patch';
export interface Catalogue<Code extends string> {
  readonly entries: Readonly<Record<Code, CatalogueEntry>>;
  error(code: Code, details: ProblemDetails): Problem;
  warning(code: Code, details: ProblemDetails): Problem;
  refusal(code: Code, details: ProblemDetails, cause?: unknown): ReleaseError;
}
export interface CatalogueEntry {
  readonly summary: string;
  readonly cause: string;
  readonly remedy: string;
}
export interface CharacterPart {
  fits(character: string): boolean;
  readonly times: 'once' | 'optional' | 'some' | 'any';
}
export interface Check {
  readonly name: string;
  readonly paths: readonly string[];
  run(context: CheckContext): Promise<readonly Problem[]>;
}
export interface CheckContext {
  readonly tracks: readonly Track[];
  readonly tree: Tree;
  readonly before?: Tree;
  readonly changed: readonly string[];
}
export interface CiBuild {
  readonly name: string;
  readonly system: 'linux' | 'windows' | 'macos';
  readonly run: readonly string[];
  readonly runner?: readonly string[];
  readonly askUnless?: string;
}
export interface CiFacts {
  readonly provider: 'github' | 'gitlab' | 'other' | 'none';
  readonly branch?: string;
  readonly tag?: string;
  readonly request?: string;
  readonly target?: string;
  readonly runUrl?: string;
}
export interface CiFilesJob {
  readonly kind: 'files';
  readonly name: string;
  readonly builds: readonly CiBuild[];
  readonly folder: string;
  readonly paths: readonly string[];
  readonly retention: CiRetention;
  readonly tools?: readonly CiTool[];
  readonly forTag?: boolean;
}
export interface CiImageJob {
  readonly kind: 'image';
  readonly name: string;
  readonly image: string;
  readonly tag: string;
  readonly context?: string;
  readonly dockerfile?: string;
  readonly target?: string;
  readonly platforms?: readonly string[];
  readonly login?: CiLogin;
  readonly insecure?: string | true;
}
export type CiJob = CiImageJob | CiFilesJob;
export interface CiLogin {
  readonly username: string | {
    readonly variable: string;
  };
  readonly secret: string;
}
export interface CiNeeds {
  readonly forge?: 'github' | 'gitlab';
  readonly permissions?: CiPermissions;
  readonly secrets?: readonly string[];
  readonly variables?: readonly string[];
  readonly tools?: readonly CiTool[];
  readonly insecure?: readonly string[];
  readonly jobs?: readonly CiJob[];
  readonly takesAssets?: boolean;
  readonly starts?: CiStarts;
}
export type CiPermissions = Readonly<Record<string, 'read' | 'write'>>;
export interface CiRetention {
  readonly github: {
    readonly variable: string;
    readonly days: number;
  };
  readonly gitlab: {
    readonly variable: string;
    readonly duration: string;
  };
}
export interface CiStarts {
  readonly track?: string;
  readonly hand?: readonly string[];
}
export type CiTool = 'buildx' | 'qemu' | 'actions-cache' | 'deno' | 'go';
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  readonly args?: readonly string[];
  readonly standalone?: boolean | 'only';
  readonly writes?: readonly string[];
  run(invocation: CommandInvocation): Promise<number>;
}
export interface CommandExchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: Uint8Array;
}
export interface CommandGate {
  readonly to: string;
  readonly env: string;
  readonly credential?: CredentialRef;
  readonly pass?: string;
  seen?(exchange: CommandExchange): void;
}
export interface CommandInvocation {
  readonly args: readonly (string | undefined)[];
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly cwd: string;
  readonly json: boolean;
  readonly effects: Effects;
  readonly namesakes?: readonly Command[];
  plan(): Promise<ReleaseContext>;
  print(text: string): void;
}
export interface CommandOption {
  readonly summary: string;
  readonly value?: string;
  readonly repeat?: boolean;
}
export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | CredentialRef>>;
  readonly input?: string | Uint8Array;
  readonly timeout?: number;
  readonly exitCodes?: readonly number[] | 'any';
  readonly gate?: CommandGate;
  readonly gitCredential?: {
    readonly url: string;
    readonly credential: CredentialRef;
  };
}
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: {
    readonly name: string;
    readonly email: string;
  };
  readonly date: string;
  readonly message: string;
  readonly paths: readonly string[];
}
export interface CommittedFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}
export interface Config {
  readonly $schema?: string;
  readonly flows: Readonly<Record<string, Flow>>;
}
export interface ConventionalOptions {
  readonly types?: Readonly<Record<string, Bump | null>>;
  readonly rules?: readonly CommitRule[];
}
export interface Credential {
  readonly username?: string;
  readonly secret: string;
  readonly source: string;
}
export interface CredentialRef {
  readonly env: string | readonly string[];
  readonly username?: string;
  readonly usernameEnv?: string;
  readonly scheme?: 'bearer' | 'basic' | {
    readonly header: string;
  };
}
export type Deferred<T extends Json> = T | OutputOf;
export type Defined<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
export interface DueTag {
  readonly track: string;
  readonly name: string;
  readonly message: string;
}
export type Duration = 
{
  readonly valid: true;
  readonly seconds: number | null;
} | {
  readonly valid: false;
};
export interface Edit {
  readonly path: string;
  readonly why: string | readonly string[];
  apply(text: string): string;
  readonly creates?: boolean;
}
export interface Effects extends Reads {
  write(path: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>;
  send(request: HttpSend): Promise<HttpResponse>;
  exec(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  checkout(commit: string): Promise<string>;
  readonly repository: GitWrites;
}
export interface ExecOptions {
  readonly name: string;
  readonly run: readonly string[];
  readonly phase?: 'commit' | 'stage' | 'publish';
  readonly folder?: string;
  readonly done?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly tracks?: readonly string[];
  readonly needs?: readonly string[];
}
export interface Facts {
  readonly head: string;
  readonly headDate: string;
  readonly branch?: string;
  readonly remote?: {
    readonly name: string;
    readonly url: string;
  };
  readonly forge?: ForgeFacts;
  readonly commits: readonly Commit[];
  readonly tracks: Readonly<Record<string, TrackFacts>>;
  readonly ci: CiFacts;
}
export type FailureKind = 'refused' | 'lost' | 'failed';
export interface Flow {
  readonly when?: When;
  readonly ci?: PipelineOptions;
  readonly zeroMajor?: 'shift' | 'semver';
  readonly plugins: readonly PluginEntry[];
}
export interface ForgeFacts {
  readonly kind: 'github' | 'gitlab' | 'other';
  readonly url: string;
}
export interface FoundValue {
  readonly value?: string;
  readonly line?: number;
}
export type Generation = {
  readonly run: readonly (readonly string[])[];
  readonly folder: string;
  readonly env?: {
    readonly [name: string]: string;
  };
};
export interface GitAnswer {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}
export interface GitOptions {
  readonly remote?: string;
  readonly branch?: string;
  readonly message?: string;
  readonly tagMessage?: string;
  readonly pushOptions?: readonly string[];
  readonly credential?: CredentialRef;
}
export interface GitReads {
  commit(revision: string): Promise<string | undefined>;
  tree(commit: string): Tree;
  message(commit: string): Promise<string>;
  date(commit: string): Promise<number>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  changedPaths(from: string, to: string): Promise<readonly string[]>;
  config(key: string): Promise<string | undefined>;
}
export interface GitWrites {
  commit(request: {
    readonly parent: string;
    readonly files: readonly (CommittedFile | StoredFile)[];
    readonly message: string;
  }): Promise<string>;
  blob(content: string | Uint8Array): Promise<string>;
  tag(request: {
    readonly name: string;
    readonly target: string;
    readonly message: string;
  }): Promise<string>;
  push(request: {
    readonly remote: string;
    readonly updates: readonly RefUpdate[];
    readonly options?: readonly string[];
    readonly credential?: CredentialRef;
  }): Promise<void>;
  writeFiles(files: readonly CommittedFile[]): Promise<void>;
  follow(request: {
    readonly branch?: string;
    readonly from: string;
    readonly to: string;
    readonly tags: readonly {
      readonly name: string;
      readonly target: string;
    }[];
  }): Promise<readonly Problem[]>;
}
export type Groups = readonly (string | null)[];
export interface HookContext {
  readonly flow: string;
  readonly tracks: readonly Track[];
  readonly facts: Facts;
  readonly reads: PlanReads;
}
export interface HttpGet extends HttpRequest {
  readonly method?: 'GET' | 'HEAD';
}
export interface HttpRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credential?: CredentialRef;
  readonly timeout?: number;
  readonly redirect?: 'manual' | 'follow';
  readonly limit?: number;
  readonly ca?: string;
  readonly tries?: number;
}
export interface HttpResponse {
  readonly url: string;
  readonly status: number;
  header(name: string): string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  text(): string;
  json(): unknown;
}
export interface HttpSend extends HttpRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: Uint8Array | string | {
    readonly file: string;
  };
  readonly idempotent?: boolean;
}
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};
export type JsonObject = {
  readonly [key: string]: Json;
};
export interface NotesOptions {
  readonly headings?: Readonly<Record<string, string>>;
  readonly changelog?: string | Readonly<Record<string, string>>;
}
export type OutputOf = {
  readonly $output: string;
  readonly field: string;
};
export declare class PatternError extends Error {
  constructor(cause: unknown);
}
export type PatternPart = CharacterPart | 'folders';
export type Phase = 'commit' | 'stage' | 'push' | 'publish';
export interface Pin {
  readonly file: string;
  readonly format: 'yaml' | 'json';
  readonly pointer: readonly string[];
  readonly form?: string;
  readonly missing?: 'refuse' | 'insert' | 'skip';
  readonly after?: string;
}
export type PinOption = string | {
  readonly file: string;
  readonly pointer?: string | readonly string[];
  readonly format?: Pin['format'];
  readonly form?: string;
};
export interface PinnedValue {
  readonly file: string;
  readonly pointer: readonly string[];
  readonly value?: string;
  readonly line?: number;
}
export interface PipelineOptions {
  readonly release?: 'push' | 'hand';
  readonly split?: boolean | string;
  readonly node?: string;
  readonly runner?: string | readonly string[];
  readonly install?: readonly (readonly string[])[];
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly secrets?: readonly string[];
  readonly variables?: readonly string[];
}
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly pointer?: string;
  readonly url?: string;
}
export interface Plan {
  readonly schema: typeof schemaVersion;
  readonly digest: string;
  readonly flow: string;
  readonly head: string;
  readonly branch: string | null;
  readonly outcome: PlanOutcome;
  readonly release: string | null;
  readonly tracks: Readonly<Record<string, PlannedTrack>>;
  readonly tags: readonly string[];
  readonly edits: readonly PlannedEdit[];
  readonly notes: Readonly<Record<string, string>>;
  readonly commit: {
    readonly message: string;
  } | null;
  readonly steps: readonly PlannedStep[];
  readonly problems: readonly Problem[];
}
export type PlanOutcome = 'release' | 'resume' | 'complete' | 'nothing';
export interface PlanReads {
  readonly tree: Tree;
  readonly git: GitReads;
  env(name: string): string | undefined;
}
export interface PlanWithFacts {
  readonly plan: Plan;
  readonly facts: Facts;
}
export interface PlannedEdit {
  readonly path: string;
  readonly why: readonly string[];
  readonly before: string | null;
  readonly after: string;
  readonly diff: string;
  readonly content: string;
}
export interface PlannedStep extends Step {
  readonly plugin: string;
  readonly phase: Phase;
  readonly needs: readonly string[];
}
export interface PlannedTrack {
  readonly current: string;
  readonly next: string | null;
  readonly bump: Bump | null;
  readonly baseline: string | null;
  readonly because: readonly Reason[];
  readonly ignored: readonly Reason[];
}
export interface Plugin {
  readonly name: string;
  readonly id?: string | undefined;
  readonly after?: readonly string[];
  readonly continuous?: boolean;
  readonly tracks?: readonly Track[];
  readonly checks?: readonly Check[];
  readonly steps?: readonly StepKind[];
  readonly commands?: readonly Command[];
  readonly ci?: CiNeeds;
  readonly rehearse?: readonly RehearsedService[];
  readonly problems?: readonly Problem[];
  verify?(context: HookContext): Promise<readonly Problem[]> | readonly Problem[];
  analyze?(context: HookContext): Promise<readonly Verdict[]> | readonly Verdict[];
  bump?(context: VersionContext): Promise<readonly Edit[]> | readonly Edit[];
  notes?(context: VersionContext): Promise<readonly Section[]> | readonly Section[];
  assets?(context: ReleaseContext): Promise<readonly Asset[]> | readonly Asset[];
  generate?(context: ReleaseContext): Promise<readonly Generation[]> | readonly Generation[];
  tag?(context: ReleaseContext): Promise<readonly Step[]> | readonly Step[];
  publish?(context: ReleaseContext): Promise<readonly Step[]> | readonly Step[];
}
export type PluginEntry = Plugin | string | readonly [module: string, options: Readonly<Record<string, unknown>>];
export type Probe<O extends JsonObject = JsonObject> = {
  readonly state: 'todo';
  readonly preview?: readonly string[];
} | {
  readonly state: 'done';
  readonly output: O;
  readonly preview?: readonly string[];
} | {
  readonly state: 'conflict';
  readonly problem: Problem;
};
export interface Problem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly fix: string;
  readonly where?: Place;
  readonly plugin?: string;
}
export interface ProblemDetails {
  readonly message: string;
  readonly fix: string;
  readonly where?: Place;
}
export interface Reads extends PlanReads {
  get(request: HttpGet): Promise<HttpResponse>;
  query(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  program(name: string): Promise<string | undefined>;
  credential(ref: CredentialRef): Promise<Credential | undefined>;
  mask(secret: string): void;
  scratch(): Promise<string>;
  folder(path: string): Tree;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  say(line: string): void;
}
export interface Reason {
  readonly commit: string | null;
  readonly type: string | null;
  readonly scope: string | null;
  readonly subject: string;
  readonly breaking: boolean;
  readonly paths: readonly string[];
  readonly bump: Bump | null;
  readonly rule: string;
}
export interface RefUpdate {
  readonly ref: string;
  readonly target: string;
  readonly expect: string | null;
}
export interface Rejection {
  readonly ref: string;
  readonly reason: string;
}
export interface Release {
  readonly commit: Deferred<string>;
  readonly changes: readonly VersionChange[];
  readonly versions: Readonly<Record<string, string>>;
  readonly tags: readonly DueTag[];
  readonly notes: Readonly<Record<string, string>>;
  readonly assets: readonly Asset[];
  readonly generations: readonly Generation[];
  readonly made: boolean;
  readonly files: readonly {
    readonly path: string;
    readonly content: string;
  }[];
}
export interface ReleaseContext extends HookContext {
  readonly release: Release;
}
export declare class ReleaseError extends Error {
  readonly problems: readonly Problem[];
  readonly kind: FailureKind;
  readonly transient: boolean;
  constructor(problems: readonly Problem[], kind?: FailureKind, cause?: unknown, transient?: boolean);
}
export interface Report {
  readonly schema: typeof schemaVersion;
  readonly plan: string;
  readonly flow: string;
  readonly outcome: ReportOutcome;
  readonly commit: string | null;
  readonly versions: Readonly<Record<string, string>>;
  readonly tags: readonly string[];
  readonly steps: readonly StepReport[];
  readonly problems: readonly Problem[];
}
export type ReportOutcome = 'planned' | 'released' | 'resumed' | 'complete' | 'nothing' | 'incomplete' | 'refused' | 'lost' | 'interrupted';
export type Rule = (value: unknown, path: Path) => readonly Finding[];
export type RunGit = (args: readonly string[], address?: string) => Promise<GitAnswer>;
export interface Section {
  readonly track: string;
  readonly markdown: string;
  readonly generated?: boolean;
  readonly problems?: readonly Problem[];
}
export interface Step {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly input: JsonObject;
  readonly needs?: readonly string[];
  readonly tracks?: readonly string[];
  readonly places?: Readonly<Record<string, string>>;
  readonly optional?: boolean;
}
export interface StepKind<I extends JsonObject = JsonObject, O extends JsonObject = JsonObject> {
  readonly kind: string;
  readonly phase: 'commit' | 'stage' | 'push' | 'publish';
  ready?(input: I, reads: Reads): Promise<readonly Problem[]>;
  probe(input: I, reads: Reads): Promise<Probe<O>>;
  run(input: I, effects: Effects): Promise<O>;
  settle?(input: I, output: O, effects: Effects): Promise<void>;
  readonly foretells?: boolean;
  expects?(input: I, reads: Reads): Promise<readonly ExpectedImage[]>;
  readonly confirm?: boolean;
}
export interface StepReport {
  readonly id: string;
  readonly title: string;
  readonly plugin: string;
  readonly phase: Phase;
  readonly state: StepState;
  readonly output?: JsonObject;
  readonly problem?: Problem;
  readonly preview?: readonly string[];
}
export type StepState = 'todo' | 'done' | 'already' | 'failed' | 'skipped' | 'conflict' | 'unknown';
export interface StoredFile {
  readonly path: string;
  readonly blob: string | null;
}
export interface TagRule {
  readonly name: string;
  readonly when?: readonly string[];
}
export interface TextFile {
  readonly file: string;
  readonly text: string;
}
export interface TextPlace {
  readonly map: string;
  readonly key: string;
}
export interface Track {
  readonly name: string;
  readonly pins: readonly Pin[];
  readonly paths: readonly string[];
  readonly follows?: readonly string[];
  readonly tag?: TagRule;
  readonly initial?: string;
  readonly about?: JsonObject;
  readonly plugin?: string;
}
export interface TrackFacts {
  readonly name: string;
  readonly current: string;
  readonly pins: readonly PinnedValue[];
  readonly baseline: Baseline;
  readonly commits: readonly number[];
  readonly newestTag?: {
    readonly name: string;
    readonly commit: string;
    readonly version: string;
  };
  readonly tagPathsChanged: boolean;
}
export interface TrackOptions {
  readonly name: string;
  readonly pins: readonly PinOption[];
  readonly paths: readonly string[];
  readonly tag?: TagRule;
  readonly follows?: readonly string[];
  readonly initial?: string;
}
export interface Tree {
  text(path: string): Promise<string | undefined>;
  bytes(path: string): Promise<Uint8Array | undefined>;
  list(folder?: string): Promise<readonly TreeEntry[]>;
}
export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'link' | 'submodule';
  readonly oid?: string;
}
export interface Trouble {
  readonly problem: Problem;
  readonly transient: boolean;
  readonly unsent: boolean;
}
export interface Verdict {
  readonly track: string;
  readonly bump: Bump | null;
  readonly because: readonly Reason[];
  readonly as?: string;
}
export interface VersionChange {
  readonly track: string;
  readonly current: string;
  readonly next: string;
  readonly bump: Bump | null;
}
export interface VersionContext extends HookContext {
  readonly verdicts: readonly Verdict[];
  readonly changes: readonly VersionChange[];
  readonly versions: Readonly<Record<string, string>>;
  readonly byHand?: boolean;
}
export interface When {
  readonly branch?: string | readonly string[];
  readonly tag?: string | readonly string[];
  readonly ci?: 'github' | 'gitlab' | 'other' | 'none';
}
export interface WriteOptions {
  readonly executable?: boolean;
}
export interface YamlEditor {
  read(file: TextFile, pointer: readonly string[]): FoundValue;
  set(file: TextFile, pointer: readonly string[], value: string, insertAfter?: string | true): string;
  setText(file: TextFile, place: TextPlace, text: string): string;
  tree(file: TextFile): YamlValue;
}
export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlValue;
}
export type YamlValue = {
  readonly kind: 'empty' | 'alias';
  readonly line: number;
} | {
  readonly kind: 'scalar';
  readonly line: number;
  readonly text: string;
  readonly plain: boolean;
} | {
  readonly kind: 'list';
  readonly line: number;
  readonly items: readonly YamlValue[];
} | {
  readonly kind: 'map';
  readonly line: number;
  readonly entries: readonly YamlEntry[];
};
export declare function boundedMatch(expression: string, flags: string, text: string): Groups | undefined;
export declare function bumpCommand(track: string, tracks: readonly Pick<Track, 'name' | 'follows'>[]): string;
export declare function canonicalJson(value: unknown): string;
export declare function catalogue<Code extends string>(entries: Readonly<Record<Code, CatalogueEntry>>): Catalogue<Code>;
export declare function checkOptions<Options>(name: string, options: Options, rule: Rule, contradictions?: (options: Options) => readonly Problem[]): Plugin | undefined;
export declare function conventional(options?: ConventionalOptions): Plugin;
export declare function credentialNeeds(refs: readonly (CredentialRef | undefined)[]): Pick<CiNeeds, 'secrets' | 'variables'>;
export declare function defineConfig(config: Config): Config;
export declare function defined<T extends object>(members: T): Defined<T>;
export declare function describePush({ stdout, stderr }: Pick<CommandResult, 'stdout' | 'stderr'>, remote: string, source?: string): Trouble | undefined;
export declare function describeTrouble(stderr: string, remote: string, source?: string): Trouble | undefined;
export declare function exec(options: ExecOptions): Plugin;
export declare function filesMatching(tree: Tree, glob: string): Promise<readonly TreeEntry[]>;
export declare function findCredential(url: string, forge: ForgeHint | null, reads: Reads): Promise<CredentialRef | undefined>;
export declare function formed(form: string | undefined, version: string): string;
export declare function git(options?: GitOptions): Plugin;
export declare function gitlabDuration(text: string): Duration;
export declare function helmString(plain: string): string;
export declare const hideUserinfo: (text: string) => string;
export declare const inside: (folder: string, path: string) => string;
export declare const isAnswer: (exitCode: number, expected?: CommandOptions['exitCodes']) => boolean;
export declare function isContention(rejections: readonly Rejection[], stderr: string): boolean;
export declare const isOfForge: (variable: string) => boolean;
export declare function isOutputOf(value: unknown): value is OutputOf;
export declare function isReleaseError(error: unknown): error is ReleaseError;
export declare const isSecretFile: (path: string) => boolean;
export declare function isStrictVersion(text: string): boolean;
export declare function jsonTooDeepAt(text: string, deepest: number): number | undefined;
export declare function known<T extends Json>(value: Deferred<T>): T | undefined;
export declare function maybeLed(run: RunGit, reads: Pick<Reads, 'get'>, credential?: CredentialRef): RunGit;
export declare function notes(options?: NotesOptions): Plugin;
export declare function optionProblems(options: unknown, rule: Rule): readonly Problem[];
export declare function outputOf(step: string, field: string): OutputOf;
export declare function parseRejections(output: string): readonly Rejection[];
export declare function partedGlobs(globs: readonly string[]): {
  readonly given: readonly string[];
  readonly taken: readonly string[];
};
export declare function patient(run: RunGit, sleep: (milliseconds: number) => Promise<void>): RunGit;
export declare function patternTest(parts: readonly PatternPart[]): (text: string) => boolean;
export declare const plainPath: (path: string) => string;
export declare function readPin(text: string, pin: Pin): Promise<PinnedValue>;
export declare function refSlug(ref: string): string;
export declare function renderNotes(context: VersionContext, change: VersionChange, headings?: Readonly<Record<string, string>>): string;
export declare namespace rule {
  export declare function describe(value: unknown): string;
  export interface Finding {
    readonly kind: 'unknown' | 'missing' | 'invalid' | 'plugin';
    readonly path: Path;
    readonly message: string;
    readonly fix: string;
  }
  export declare function isRecord(value: unknown): value is Record<string, unknown>;
  export declare function missingKey(key: string, path: Path): Finding;
  export type Path = readonly (string | number)[];
  export declare function spell(path: Path): string;
  export declare function unknownKey(key: string, valid: readonly string[], path: Path): Finding;
  export type Rule = (value: unknown, path: Path) => readonly Finding[];
  export declare function matching(wanted: string, test: (value: unknown) => boolean): Rule;
  export declare const anyText: Rule;
  export declare const text: Rule;
  export declare const version: Rule;
  export declare const flag: Rule;
  export declare const no: Rule;
  export declare const count: Rule;
  export declare const func: Rule;
  export declare const anything: Rule;
  export declare const path: Rule;
  export declare const folder: Rule;
  export declare const glob: Rule;
  export declare function oneOf(...words: readonly string[]): Rule;
  export declare function listOf(item: Rule, options?: {
    readonly atLeast?: number;
  }): Rule;
  export declare function mapOf(member: Rule, key?: Rule): Rule;
  export declare function object(members: Readonly<Record<string, Rule>>, required?: readonly string[]): Rule;
  export declare function either(...rules: readonly [Rule, Rule, ...Rule[]]): Rule;
  export declare const variable: Rule;
  export declare const credential: Rule;
  export declare const form: Rule;
  export declare const pin: Rule;
  export declare const tag: Rule;
}
export declare const schemaVersion = 1;
export declare function sha256(content: string | Uint8Array): string;
export declare const tagName: (rule: TagRule, version: string) => string;
export declare const tagVersion: (rule: TagRule, tag: string) => string | undefined;
export declare function toPin(option: PinOption): Pin;
export declare function track(options: TrackOptions): Plugin;
export declare function versionDrifts(tree: Tree, track: Track, tracks: readonly Track[]): Promise<readonly ProblemDetails[]>;
export declare function withoutRepeats(problems: readonly Problem[]): readonly Problem[];
export declare function yamlEditor(): Promise<YamlEditor>;
export declare function yamlTooDeepAt(text: string, tokens: Iterable<string>, deepest: number): number | undefined;
