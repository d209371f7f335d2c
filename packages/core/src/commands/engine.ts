import type { Plan } from '../model/plan.ts';
import { instanceName } from '../hooks/order.ts';
import type { JournalEvent } from '../model/journal.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import type { Machinery } from '../running/apply.ts';
import { journal, outputsFromJournal } from '../running/journal.ts';
import type { Workspace } from '../workspace.ts';
import { bumpByHand } from './bump-by-hand.ts';
import { runChecks } from './run-checks.ts';
import type { ApplyOptions, Engine } from './session.ts';

/** Puts the machinery of planning and running together for the commands; each part is loaded when it is asked for. */
export function createEngine(workspace: Workspace, flow: CompiledFlow, signal?: AbortSignal): Engine {
  const { repository, effects, reads } = workspace;
  const source = workspace.source(flow);
  const masked = (event: JournalEvent): JournalEvent =>
    JSON.parse(workspace.tools.mask.text(JSON.stringify(event))) as JournalEvent;
  const machinery = (record: (event: JournalEvent) => void = () => undefined): Machinery => ({
    kinds: flow.kinds,
    effects,
    reads,
    journal: journal(effects.now, (event) => record(masked(event))),
    ...(signal === undefined ? {} : { signal }),
  });
  const plugins = flow.plugins.map(instanceName);
  const apply = async (plan: Plan, options: ApplyOptions = {}) => {
    const { applyPlan } = await import('../running/apply.ts');
    const { watch, events, journal: before, ...selection } = options;
    return applyPlan(
      plan,
      {
        ...machinery(events),
        ...(watch && { watch }),
        ...(before !== undefined && { outputs: outputsFromJournal(before, plan.digest) }),
      },
      { ...selection, plugins },
    );
  };
  const plan: Engine['plan'] = async (options) =>
    (await import('../planning/build.ts')).buildPlan(flow, source, options);
  return {
    plan,
    apply,
    planForRun: async (options) =>
      (await import('../running/current.ts')).planForRun(flow, source, workspace.remote, options),
    lastRelease: async () => (await import('../running/current.ts')).planOfLastRelease(flow, source),
    previous: async (planned) =>
      (await import('../running/previous.ts')).previousRelease(flow, source, planned, machinery()),
    dryRun: async (planned, selection) =>
      (await import('../running/preview.ts')).dryRun(planned, machinery(), { ...selection, plugins }),
    ready: async (planned) =>
      (await import('../running/prepare.ts')).readiness(planned.steps, flow.kinds, reads, new Map()),
    outlook: async ({ context }) => {
      const { foretelling, outlook } = await import('../running/outlook.ts');
      const own = flow.plugins.filter((plugin) => foretelling(plugin).length > 0);
      const { forgePlugin } = await import('./forge-plugin.ts');
      const other =
        own.length > 0 ? undefined : await forgePlugin(repository.top, context.facts, context.reads.tree);
      return outlook(other === undefined ? own : [other], context, reads);
    },
    check: (request) => runChecks(repository, flow, request),
    bump: (request) => bumpByHand({ flow, workspace, apply }, request),
    commit: (revision) => repository.commit(revision),
  };
}
