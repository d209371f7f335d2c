import { isReleaseError } from '@launchway/core';
import {
  applyPlan,
  type CompiledFlow,
  type Effect,
  type EffectListener,
  journal,
  openWorkspace,
  planForRun,
} from '@launchway/core/engine';
import { type TestClock, testClock } from './clock.ts';
import type { Road } from './road.ts';
import { asked, type CarryOut, type Disturbance, type Notes, type Outcome, type Point } from './run.ts';

/** Releases in this process: fast, with a clock that nobody waits for. */
export const runHere =
  (flow: CompiledFlow, road: Road): CarryOut =>
  async ({ from, env, points, disturbance, temporary }) => {
    const before = process.env['TMPDIR'];
    const clock = testClock();
    process.env['TMPDIR'] = temporary;
    road.begin({ befalls: asked(points, disturbance) });
    try {
      const listener = listenerOf(disturbance, points, clock);
      return await release(flow, { cwd: from.path, env, say: () => undefined, clock, listener });
    } finally {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
    }
  };

async function release(flow: CompiledFlow, options: Parameters<typeof openWorkspace>[0]): Promise<Outcome> {
  const workspace = await openWorkspace(options);
  try {
    const { plan } = await planForRun(flow, workspace.source(flow), workspace.remote);
    const { outcome, problems } = await applyPlan(plan, {
      kinds: flow.kinds,
      effects: workspace.effects,
      reads: workspace.reads,
      journal: journal(workspace.reads.now, () => undefined),
    });
    return { outcome, problems: problems.map(inOneLine), crash: undefined };
  } catch (error) {
    if (!isReleaseError(error)) return { outcome: 'crashed', problems: [], crash: wordsOf(error) };
    return { outcome: error.kind, problems: error.problems.map(inOneLine), crash: undefined };
  } finally {
    await workspace.close();
  }
}

export const inOneLine = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  `${code}: ${message}`;

const wordsOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

function listenerOf({ effect: befalls }: Disturbance, points: Notes, clock: TestClock): EffectListener {
  const begun = new Map<number, Point>();
  return {
    before: (effect: Effect) => {
      const point = points.effect(effect);
      begun.set(effect.number, point);
      befalls?.(point, 'before', clock);
    },
    after: (effect: Effect) => {
      const point = begun.get(effect.number);
      if (point !== undefined) befalls?.(point, 'after', clock);
    },
  };
}
