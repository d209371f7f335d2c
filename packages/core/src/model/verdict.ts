import type { Bump } from './track.ts';

/** One commit's say in a verdict. */
export interface Reason {
  /** `null`: no commit says it, but an option does, or a track that this one ships. */
  readonly commit: string | null;
  readonly type: string | null;
  readonly scope: string | null;
  readonly subject: string;
  readonly breaking: boolean;
  /** The paths by which it counts for the track. */
  readonly paths: readonly string[];
  /** How far it moves the track by itself; `null` where it counts for nothing, or asks for an exact version. */
  readonly bump: Bump | null;
  /** The rule it met, such as `fix -> patch`, or why it counted for nothing. */
  readonly rule: string;
}

/** How a track moves, and which commits say so. */
export interface Verdict {
  readonly track: string;
  /** `null`: these commits were looked at and count for nothing. */
  readonly bump: Bump | null;
  readonly because: readonly Reason[];
  /** An exact version that a footer of the first of these commits asks for; wins over every bump. */
  readonly as?: string;
}

/** What a track's version becomes. */
export interface VersionChange {
  readonly track: string;
  readonly current: string;
  readonly next: string;
  readonly bump: Bump | null;
}
