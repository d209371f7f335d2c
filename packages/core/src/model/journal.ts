import type { JsonObject } from './json.ts';
import type { Problem } from './problem.ts';

/** One line of the journal: append-only NDJSON of what happened. */
export type JournalEvent =
  | { readonly event: 'run'; readonly at: string; readonly plan: string; readonly flow: string }
  | { readonly event: 'started'; readonly at: string; readonly step: string }
  | {
      readonly event: 'done' | 'already';
      readonly at: string;
      readonly step: string;
      readonly output: JsonObject;
    }
  | {
      readonly event: 'failed' | 'conflict';
      readonly at: string;
      readonly step: string;
      readonly problem: Problem;
    }
  | { readonly event: 'skipped'; readonly at: string; readonly step: string; readonly because: string }
  | { readonly event: 'ended'; readonly at: string; readonly outcome: string };
