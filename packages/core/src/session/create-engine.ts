import { instanceName } from '../hooks/order.ts';
import { defined } from '../model/defined.ts';
import type { JournalEvent } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { BuiltPlan } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';
import { journal, outputsFromJournal } from '../running/journal.ts';
import type { Machinery } from '../running/machinery.ts';
import type { Outlook } from '../running/outlook.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { ApplyOptions, Engine } from './engine.ts';

/** Puts the machinery of planning and running together for the commands; each part is loaded when it is asked for. */
export function createEngine(workspace: Workspace, flow: CompiledFlow, signal?: AbortSignal): Engine {
  const means: Means = { workspace, flow, ...defined({ signal }) };
  const { repository } = workspace;
  const source = workspace.source(flow);
  return {
    apply: (plan, options = {}) => applyBy(means, plan, options),
    plan: async (options) => (await import('../planning/build.ts')).buildPlan(flow, source, options),
    planForRun: async (options) =>
      (await import('../running/which-plan.ts')).planForRun(flow, source, workspace.remote, options),
    lastRelease: async () =>
      (await import('../running/which-plan.ts')).planOfLastRelease(flow, source, workspace.glimpse),
    previous: async (planned) =>
      (await import('../running/previous.ts')).previousRelease(flow, source, planned, machinery(means)),
    dryRun: async (planned, selection) =>
      (await import('../running/dry-run.ts')).dryRun(planned, machinery(means), {
        ...selection,
        plugins: names(flow),
      }),
    planForLook: async (options) =>
      (await import('../running/which-plan.ts')).planForLook(flow, source, workspace.glimpse, options),
    ready: async (planned) => (await import('../running/dry-run.ts')).readyToRun(planned, machinery(means)),
    outlook: (built) => outlookOf(built, means),
    commit: (revision) => repository.commit(revision),
  };
}

interface Means {
  readonly workspace: Workspace;
  readonly flow: CompiledFlow;
  readonly signal?: AbortSignal;
}

/** @param record gets every event of the journal, masked */
function machinery(
  { workspace, flow: { kinds }, signal }: Means,
  record: (event: JournalEvent) => void = () => undefined,
): Machinery {
  const { effects, reads, tools } = workspace;
  const masked = (event: JournalEvent): JournalEvent =>
    JSON.parse(tools.mask.text(JSON.stringify(event))) as JournalEvent;
  return {
    kinds,
    effects,
    reads,
    journal: journal(effects.now, (event) => record(masked(event))),
    ...defined({ signal }),
  };
}

const names = ({ plugins }: CompiledFlow): readonly string[] => plugins.map(instanceName);

async function applyBy(means: Means, plan: Plan, options: ApplyOptions): Promise<Report> {
  const { applyPlan } = await import('../running/apply.ts');
  const { watch, events, journal: before, ...selection } = options;
  const equipped = {
    ...machinery(means, events),
    ...defined({ watch }),
    ...(before !== undefined && { outputs: outputsFromJournal(before, plan.digest) }),
  };
  return applyPlan(plan, equipped, { ...selection, plugins: names(means.flow) });
}

/** Asks the flow's own plugins what a push will start; where none can tell, the forge's that the remote is on. */
async function outlookOf({ context }: BuiltPlan, { workspace, flow }: Means): Promise<Outlook> {
  const { foretelling, outlook } = await import('../running/outlook.ts');
  const { repository, reads } = workspace;
  const own = flow.plugins.filter((plugin) => foretelling(plugin).length > 0);
  if (own.length > 0) return outlook(own, context, reads);
  const { forgePlugin } = await import('./forge-plugin.ts');
  const other = await forgePlugin(repository.top, context.facts, context.reads.tree);
  return outlook(other === undefined ? [] : [other], context, reads);
}
