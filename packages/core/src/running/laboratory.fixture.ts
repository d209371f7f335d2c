import type { JournalEvent } from '../model/journal.ts';
import type { JsonObject } from '../model/json.ts';
import { type Plan, schemaVersion } from '../model/plan.ts';
import type { Probe, StepKind } from '../model/plugin.ts';
import type { Effects } from '../model/ports.ts';
import { isReleaseError, ReleaseError } from '../model/problem.ts';
import { outputOf, type Phase, type PlannedStep } from '../model/step.ts';
import { journal } from './journal.ts';
import type { Machinery } from './machinery.ts';

/** What is there, by the step that made it. */
export type World = Map<string, JsonObject>;

/** What a step does besides its work. */
interface Behaviour {
  /** Throws instead of acting, this many times. */
  readonly fails?: number;
  readonly transient?: boolean;
  readonly lost?: boolean;
  readonly ready?: string;
  readonly conflict?: boolean;
  /** Cannot be looked at, this many times. */
  readonly hidden?: number;
  /** Has done it all the same when it throws. */
  readonly acts?: boolean;
  /** Says it has done it, and has not. */
  readonly lies?: boolean;
  /** Does not show what it has done to this many looks. */
  readonly late?: number;
}

const problem = (code: string) => ({
  code,
  severity: 'error' as const,
  message: code.toLowerCase(),
  fix: 'mend it',
});

/** A kind of step whose target is an entry in a map. */
function kindOf(
  name: string,
  phase: Phase,
  world: World,
  behaviours: Record<string, Behaviour>,
  log: string[],
): StepKind {
  const left = new Map(Object.entries(behaviours).map(([id, { fails = 0 }]) => [id, fails]));
  const hiding = new Map(Object.entries(behaviours).map(([id, { hidden = 0 }]) => [id, hidden]));
  const lateness = new Map(Object.entries(behaviours).map(([id, { late = 0 }]) => [id, late]));
  const idOf = (input: JsonObject): string => input['id'] as string;
  return {
    kind: name,
    phase,
    ready: async (input) =>
      behaviours[idOf(input)]?.ready === undefined ? [] : [problem(behaviours[idOf(input)]?.ready ?? '')],
    probe: async (input): Promise<Probe> => {
      log.push(`probe ${idOf(input)}`);
      const hidden = hiding.get(idOf(input)) ?? 0;
      hiding.set(idOf(input), hidden - 1);
      if (hidden > 0) throw new ReleaseError([problem('HIDDEN')]);
      if (behaviours[idOf(input)]?.conflict) return { state: 'conflict', problem: problem('TAKEN') };
      const output = world.get(idOf(input));
      const late = lateness.get(idOf(input)) ?? 0;
      if (output !== undefined) lateness.set(idOf(input), late - 1);
      if (late > 0) return { state: 'todo' };
      return output === undefined ? { state: 'todo' } : { state: 'done', output };
    },
    run: async (input) => {
      const id = idOf(input);
      log.push(`run ${id} ${JSON.stringify(input['from'] ?? null)}`);
      const remaining = left.get(id) ?? 0;
      if (remaining > 0) {
        left.set(id, remaining - 1);
        if (behaviours[id]?.acts) world.set(id, { made: `${id}!` });
        throw new ReleaseError(
          [problem('BROKEN')],
          behaviours[id]?.lost ? 'lost' : 'failed',
          undefined,
          behaviours[id]?.transient ?? false,
        );
      }
      if (!behaviours[id]?.lies) world.set(id, { made: `${id}!` });
      return { made: `${id}!` };
    },
  };
}

/** A step of the kind that its phase has here. */
export const step = (
  id: string,
  phase: Phase,
  needs: readonly string[] = [],
  input: JsonObject = {},
): PlannedStep => ({
  id,
  kind: phase,
  title: `do ${id}`,
  plugin: id.split(':')[0] ?? id,
  phase,
  needs,
  input: { id, ...input },
});

/** The plan of a release with these steps. */
export const planOf = (steps: readonly PlannedStep[], more: Partial<Plan> = {}): Plan => ({
  schema: schemaVersion,
  digest: 'sha256:77',
  flow: 'night',
  head: 'a1',
  branch: 'trunk',
  outcome: 'release',
  release: null,
  tracks: {
    tool: { current: '3.0.0', next: '3.1.0', bump: 'minor', baseline: null, because: [], ignored: [] },
  },
  tags: ['tool-3.1.0'],
  edits: [],
  notes: {},
  commit: { message: 'm' },
  steps,
  problems: [],
  ...more,
});

/** An image that is built and tagged, and a page. */
export const usual = [
  step('git:commit', 'commit'),
  step('image:build', 'stage', ['git:commit'], { from: outputOf('git:commit', 'made') }),
  step('git:push', 'push', ['git:commit']),
  step('image:tag', 'publish', ['image:build'], { from: outputOf('image:build', 'made') }),
  step('page:post', 'publish'),
];

/** Machinery whose steps behave as they are told, and write down what they do. */
export function laboratory(behaviours: Record<string, Behaviour> = {}, world: World = new Map()) {
  const log: string[] = [];
  const events: JournalEvent[] = [];
  const phases: readonly Phase[] = ['commit', 'stage', 'push', 'publish'];
  const kinds = new Map(
    phases.map((phase) => [phase, kindOf(phase, phase, world, behaviours, log)] as const),
  );
  const effects = { sleep: async () => undefined } as unknown as Effects;
  const machinery: Machinery = {
    kinds,
    effects,
    reads: effects,
    journal: journal(
      () => 86_400_000,
      (event) => events.push(event),
    ),
  };
  const runs = () => log.filter((line) => line.startsWith('run ')).map((line) => line.split(' ')[1]);
  return { machinery, world, log, events, runs };
}

/** The states of a report's steps. */
export const states = (report: { steps: readonly { id: string; state: string }[] }) =>
  Object.fromEntries(report.steps.map(({ id, state }) => [id, state]));

/** The codes of a refusal; none where there was none. */
export async function refusal(run: Promise<unknown>): Promise<readonly string[]> {
  try {
    await run;
  } catch (error) {
    if (isReleaseError(error)) return error.problems.map(({ code }) => code);
    throw error;
  }
  return [];
}
