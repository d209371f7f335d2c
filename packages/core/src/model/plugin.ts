import type { Asset } from './asset.ts';
import type { CiNeeds } from './ci.ts';
import type { Edit, Section } from './edit.ts';
import type { Facts } from './facts.ts';
import type { Generation } from './generation.ts';
import type { JsonObject } from './json.ts';
import type { Effects, PlanReads, Reads, Tree } from './ports.ts';
import type { Problem } from './problem.ts';
import type { ExpectedImage, RehearsedService } from './rehearsal.ts';
import type { Deferred, Step } from './step.ts';
import type { Track } from './track.ts';
import type { Verdict, VersionChange } from './verdict.ts';

/** What every hook gets: the flow's tracks, what was read, and the means to read more from this machine. */
export interface HookContext {
  readonly flow: string;
  readonly tracks: readonly Track[];
  readonly facts: Facts;
  readonly reads: PlanReads;
}

/** What the hooks after `analyze` also get. */
export interface VersionContext extends HookContext {
  readonly verdicts: readonly Verdict[];
  /** The tracks that move. */
  readonly changes: readonly VersionChange[];
  /** Every track's version as of this release, moved or not. */
  readonly versions: Readonly<Record<string, string>>;
  /** True when a person named the versions (`release bump`), and commits were not asked. */
  readonly byHand?: boolean;
}

/** A git tag that this release calls for. */
export interface DueTag {
  readonly track: string;
  readonly name: string;
  readonly message: string;
}

/** What the `tag` and `publish` hooks get: the release as it will be, or as it is when it is being completed. */
export interface ReleaseContext extends HookContext {
  readonly release: Release;
}

/** A release as the hooks see it that make its tags and publish it. */
export interface Release {
  /** The release commit; not known before `git:commit` has run. */
  readonly commit: Deferred<string>;
  /** The tracks released by this commit; none where a {@link Plugin.continuous} plugin publishes any commit. */
  readonly changes: readonly VersionChange[];
  readonly versions: Readonly<Record<string, string>>;
  readonly tags: readonly DueTag[];
  /** Markdown by track. */
  readonly notes: Readonly<Record<string, string>>;
  /** The files that all plugins offer for download; empty while {@link Plugin.assets} is asked. */
  readonly assets: readonly Asset[];
  /** What all plugins generate for the release commit; empty when it is already made. */
  readonly generations: readonly Generation[];
  /** True when the release commit is already made, and what it misses is to be completed. */
  readonly made: boolean;
  /** What the edits change in the release commit, whole new texts; empty when it is already made. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

/** Is it already so? */
export type Probe<O extends JsonObject = JsonObject> =
  | { readonly state: 'todo'; readonly preview?: readonly string[] }
  | { readonly state: 'done'; readonly output: O; readonly preview?: readonly string[] }
  | { readonly state: 'conflict'; readonly problem: Problem };

/**
 * What a plugin teaches the core about steps. The core calls `ready` for every step before anything is written, then
 * `probe`, then `run` for what is still to do, then `probe` again as confirmation.
 */
export interface StepKind<I extends JsonObject = JsonObject, O extends JsonObject = JsonObject> {
  readonly kind: string;
  readonly phase: 'commit' | 'stage' | 'push' | 'publish';
  /** May we? Credentials, tools and rights, all proven before anything is written. */
  ready?(input: I, reads: Reads): Promise<readonly Problem[]>;
  /** Looks without changing anything. Inputs that are not known yet are still `OutputOf`. */
  probe(input: I, reads: Reads): Promise<Probe<O>>;
  /** Makes it so. May be called again after a crash at any point of an earlier call. */
  run(input: I, effects: Effects): Promise<O>;
  /**
   * Brings this machine in line with what an earlier run has done, such as a clone that was left behind when that run
   * died. Called instead of `run` where a probe finds the step done; what goes wrong here is only a warning.
   */
  settle?(input: I, output: O, effects: Effects): Promise<void>;
  /**
   * True for a kind whose probe tells what the push of the release will start: each line of its preview is one thing.
   * `release doctor` shows them, also where no release is due.
   */
  readonly foretells?: boolean;
  /** The images that a run would find because somebody else has made them; a rehearsal makes placeholders of them. */
  expects?(input: I, reads: Reads): Promise<readonly ExpectedImage[]>;
  /** False for a kind whose `run` proves its own success, so that probing again would say nothing new. */
  readonly confirm?: boolean;
}

/** A rule that `release check` and the pre-commit hook enforce. */
export interface Check {
  readonly name: string;
  /** The paths of which one must be staged for the rule to be worth running. */
  readonly paths: readonly string[];
  run(context: CheckContext): Promise<readonly Problem[]>;
}

/** What a check looks at. */
export interface CheckContext {
  readonly tracks: readonly Track[];
  /** What is being checked: the index, or HEAD. */
  readonly tree: Tree;
  /** What it is compared with: HEAD, or HEAD's first parent. Absent in a repository without history. */
  readonly before?: Tree;
  /** Paths that differ between the two. */
  readonly changed: readonly string[];
}

/** A command a plugin adds: `release <name>`. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Positional arguments, by name; a trailing `?` makes one optional. */
  readonly args?: readonly string[];
  /**
   * Whether it runs without a configuration, and without a repository. `only`: it looks at neither where they are there,
   * so that neither is opened; a command of its name in a flow does not take its place.
   */
  readonly standalone?: boolean | 'only';
  /** Arguments and options that name a folder it may write below; the current folder where they are left out. */
  readonly writes?: readonly string[];
  /** Gives the exit code. */
  run(invocation: CommandInvocation): Promise<number>;
}

/** An option of a command, by its name without dashes. */
export interface CommandOption {
  readonly summary: string;
  /** Names its argument in the help; absent for a switch. */
  readonly value?: string;
  readonly repeat?: boolean;
}

/** One call of a command, and what it may do. */
export interface CommandInvocation {
  /** By the places that {@link Command.args} names; `undefined` where an optional one is left out. */
  readonly args: readonly (string | undefined)[];
  /** A switch gives `true`, a repeated option a list. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly cwd: string;
  readonly json: boolean;
  readonly effects: Effects;
  /** The commands of this name that the flow's plugins bring, this one among them: one an instance of a plugin. */
  readonly namesakes?: readonly Command[];
  /** Plans the flow at hand; refuses when there is no configuration. */
  plan(): Promise<ReleaseContext>;
  /** Writes to standard output. */
  print(text: string): void;
}

/**
 * One concern of a release, as a plain object. Hooks describe and return; only step kinds act, and only when the core
 * says so. A hook is called once a plan, in the order of `after`, with frozen values.
 */
export interface Plugin {
  /** The plugin's name, unique in a flow together with {@link Plugin.id}. */
  readonly name: string;
  /** Tells two instances of one plugin apart; step ids begin with it. */
  readonly id?: string | undefined;
  /** Names of plugins whose hooks run before this one's. */
  readonly after?: readonly string[];
  /**
   * True for a plugin that publishes every commit, such as an image tagged with its commit: `publish` is also called
   * where no track moves, with no `changes` and HEAD as the commit.
   */
  readonly continuous?: boolean;
  readonly tracks?: readonly Track[];
  readonly checks?: readonly Check[];
  readonly steps?: readonly StepKind[];
  readonly commands?: readonly Command[];
  /** What it needs of CI; `release ci` writes pipelines from it. */
  readonly ci?: CiNeeds;
  /** Servers that it speaks to and that answer otherwise than to give back what was written; for rehearsals. */
  readonly rehearse?: readonly RehearsedService[];
  /** What is wrong with the options it was made with; its hooks are then not called, and the configuration is refused. */
  readonly problems?: readonly Problem[];
  /** Is everything as it must be? All problems at once. */
  verify?(context: HookContext): Promise<readonly Problem[]> | readonly Problem[];
  /** How do the tracks move? The highest bump of all plugins wins. */
  analyze?(context: HookContext): Promise<readonly Verdict[]> | readonly Verdict[];
  /** Which files change besides the pins? */
  bump?(context: VersionContext): Promise<readonly Edit[]> | readonly Edit[];
  /** What is said of the release? */
  notes?(context: VersionContext): Promise<readonly Section[]> | readonly Section[];
  /**
   * Which files does the release offer for download? It adds no step: the files are made by stage steps of the plugin's
   * `publish`, whose outputs they name. Asked before `tag` and `publish`.
   */
  assets?(context: ReleaseContext): Promise<readonly Asset[]> | readonly Asset[];
  /**
   * Which commands make files of the release commit? Asked before `tag`, where the commit is to be made; git runs them
   * in a throw-away checkout, and what they change becomes part of the commit.
   */
  generate?(context: ReleaseContext): Promise<readonly Generation[]> | readonly Generation[];
  /** Which steps make the commit and the tags? */
  tag?(context: ReleaseContext): Promise<readonly Step[]> | readonly Step[];
  /** Which steps publish it? */
  publish?(context: ReleaseContext): Promise<readonly Step[]> | readonly Step[];
}
