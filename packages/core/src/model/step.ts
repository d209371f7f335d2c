import type { Json, JsonObject } from './json.ts';

/** A value that a step will only know once it has run. */
export type OutputOf = {
  readonly $output: string;
  readonly field: string;
};

/** A value, or a promise of one as data. Unresolved ones stay as they are in previews and dry runs. */
export type Deferred<T extends Json> = T | OutputOf;

/**
 * Names a field of another step's output; the core fills it in before the step runs, and orders the two.
 * @param step the other's id
 */
export function outputOf(step: string, field: string): OutputOf {
  return { $output: step, field };
}

/** Gives the value of a deferred input, or nothing while it is not known. */
export function known<T extends Json>(value: Deferred<T>): T | undefined {
  return isOutputOf(value) ? undefined : value;
}

/** Tells a field of another step's output that is not filled in yet. */
export function isOutputOf(value: unknown): value is OutputOf {
  return typeof value === 'object' && value !== null && '$output' in value && 'field' in value;
}

/**
 * When a step is due: `commit` makes the release commit as an object, `stage` does what can fail while nothing is
 * visible, `push` is the commit point, `publish` converges the targets.
 */
export type Phase = 'commit' | 'stage' | 'push' | 'publish';

/** One thing to do in the world, as plain JSON. */
export interface Step {
  /** Unique in the plan: `<plugin>:<what>`, such as `docker:push:1.2.3`. */
  readonly id: string;
  readonly kind: string;
  /** What a person reads: a short phrase that begins with a verb. */
  readonly title: string;
  readonly input: JsonObject;
  /** Ids of steps that must be done before. Steps named by {@link outputOf} are added by the core. */
  readonly needs?: readonly string[];
  /** Tracks whose release asks for it; left out, every release does. */
  readonly tracks?: readonly string[];
  /**
   * The places it writes to, each with the kind of thing it puts there: `{ 'oci://ghcr.io/org/app': 'image' }`. Two steps
   * of a plan that put different things into one place are refused.
   */
  readonly places?: Readonly<Record<string, string>>;
  /** True for what may fail without making the release incomplete, such as a comment. */
  readonly optional?: boolean;
}

/** A step in a plan, with what the core knows of it. */
export interface PlannedStep extends Step {
  readonly plugin: string;
  readonly phase: Phase;
  readonly needs: readonly string[];
}
