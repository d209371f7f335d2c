import type { JsonObject } from '../model/json.ts';
import type { StepKind } from '../model/plugin.ts';
import type { Effects, Reads } from '../model/ports.ts';
import type { StepState } from '../model/report.ts';
import type { PlannedStep } from '../model/step.ts';
import type { Journal } from './journal.ts';

/** What looking at the targets of steps works with; it changes nothing. */
export interface ReadingMachinery {
  readonly kinds: ReadonlyMap<string, StepKind>;
  readonly reads: Reads;
  /** Outputs that an earlier run wrote down. */
  readonly outputs?: ReadonlyMap<string, JsonObject>;
}

/** What a run works with. */
export interface Machinery extends ReadingMachinery {
  readonly effects: Effects;
  readonly journal: Journal;
  readonly signal?: AbortSignal;
  /** Steps at once; 8 unless told. */
  readonly parallel?: number;
  /** Called when a step begins and when it ends. */
  readonly watch?: (step: PlannedStep, state: StepState | 'running') => void;
}
