/**
 * The engine without the command: for tests of plugins, for rehearsals, and for programs that release.
 * Plugins need only `@launchway/core`.
 */
export type { EffectListener, Effect, EffectOutcome } from './effects/observe.ts';
export { gitConfigEnv } from './effects/secrets/git-credential.ts';
export { type BuiltPlan, buildPlan, type PlanOptions, type PlanSource } from './planning/build.ts';
export { type CompiledFlow, compileFlow, type LoadedFlow } from './planning/flow.ts';
export { planDigest } from './planning/seal.ts';
export type * from './model/rehearsal.ts';
export { applyPlan } from './running/apply.ts';
export { planForRun } from './running/which-plan.ts';
export { type Journal, journal, outputsFromJournal } from './running/journal.ts';
export type { Machinery } from './running/machinery.ts';
export { dryRun } from './running/dry-run.ts';
export { openWorkspace } from './workspace/open.ts';
export type { Workspace, WorkspaceOptions } from './workspace/workspace.ts';
