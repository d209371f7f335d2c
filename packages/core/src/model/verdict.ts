import type { Bump } from './track.ts';

/** One commit's say in a verdict. */
export interface Reason {
  readonly commit: string;
  readonly type: string | null;
  readonly scope: string | null;
  readonly subject: string;
  readonly breaking: boolean;
  /** The paths by which it counts for the track. */
  readonly paths: readonly string[];
  /** The rule it met, such as `fix -> patch`, or why it counted for nothing. */
  readonly rule: string;
}

/** How a track moves, and which commits say so. */
export interface Verdict {
  readonly track: string;
  /** `null`: these commits were looked at and count for nothing. */
  readonly bump: Bump | null;
  readonly because: readonly Reason[];
  /** An exact version that was asked for, by a footer or an override; wins over every bump. */
  readonly as?: string;
}

/** What a track's version becomes. */
export interface VersionChange {
  readonly track: string;
  readonly current: string;
  readonly next: string;
  readonly bump: Bump | null;
}
