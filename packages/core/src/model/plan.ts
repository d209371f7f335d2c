import type { Facts } from './facts.ts';
import type { Problem } from './problem.ts';
import type { PlannedStep } from './step.ts';
import type { Bump } from './track.ts';
import type { Reason } from './verdict.ts';

/**
 * Number of the plan's and the report's JSON form; another number is refused. What only adds a member keeps it: readers
 * pass over what they do not know.
 */
export const schemaVersion = 1;

/** What a plan means to do: make a release, complete one, or nothing. */
export type PlanOutcome = 'release' | 'resume' | 'complete' | 'nothing';

/** How a track moves in a plan, and why. */
export interface PlannedTrack {
  readonly current: string;
  /** `null`: the track stays where it is. */
  readonly next: string | null;
  readonly bump: Bump | null;
  /** The commit of the last release; `null` where the whole history counts. */
  readonly baseline: string | null;
  readonly because: readonly Reason[];
  /** Commits that touched the track's paths and counted for nothing, with the reason in `rule`. */
  readonly ignored: readonly Reason[];
}

/** A file that a plan changes. Digests are `sha256:` and lower-case hex. */
export interface PlannedEdit {
  readonly path: string;
  /** What each change is for, such as `chart 1.2.3`. */
  readonly why: readonly string[];
  /** Digest of the file's bytes before, `null` for a new file. */
  readonly before: string | null;
  readonly after: string;
  /** Unified diff with 3 lines of context. */
  readonly diff: string;
  /** The whole new text; what `apply` writes. */
  readonly content: string;
}

/** All that a release will do, frozen; canonical JSON, so its digest is its identity. */
export interface Plan {
  readonly schema: typeof schemaVersion;
  readonly digest: string;
  readonly flow: string;
  readonly head: string;
  readonly branch: string | null;
  readonly outcome: PlanOutcome;
  /** The release commit that is completed, when the outcome is `resume` or `complete`. */
  readonly release: string | null;
  readonly tracks: Readonly<Record<string, PlannedTrack>>;
  readonly tags: readonly string[];
  readonly edits: readonly PlannedEdit[];
  readonly notes: Readonly<Record<string, string>>;
  readonly commit: { readonly message: string } | null;
  readonly steps: readonly PlannedStep[];
  readonly problems: readonly Problem[];
}

/** A plan with the facts it was made of, for the readers that explain it. */
export interface PlanWithFacts {
  readonly plan: Plan;
  readonly facts: Facts;
}
