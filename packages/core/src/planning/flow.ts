import { conventional } from '../builtin/conventional/plugin.ts';
import { git } from '../builtin/git/plugin.ts';
import { notes } from '../builtin/notes.ts';
import { createLifecycle, type Lifecycle } from '../hooks/lifecycle.ts';
import type { Plugin, StepKind } from '../model/plugin.ts';
import type { Track } from '../model/track.ts';
import { stepKinds } from './steps.ts';
import { tracksOf } from './tracks.ts';
import type { ZeroMajor } from './versions.ts';

/** A flow as the configuration gives it, its plugins loaded. */
export interface LoadedFlow {
  readonly name: string;
  readonly plugins: readonly Plugin[];
  /** What a breaking change is below 1.0.0. */
  readonly zeroMajor?: ZeroMajor;
}

/** A flow ready to plan and run: its plugins with the built-in ones, ordered and checked. */
export interface CompiledFlow {
  readonly name: string;
  readonly plugins: readonly Plugin[];
  readonly tracks: readonly Track[];
  readonly lifecycle: Lifecycle;
  readonly kinds: ReadonlyMap<string, StepKind>;
  readonly zeroMajor: ZeroMajor;
}

/** The plugins every flow has unless it brings one of the same name. */
const builtin: readonly (() => Plugin)[] = [conventional, notes, git];

/**
 * Checks and orders a flow's plugins, the built-in ones with them.
 * @throws PLUGIN_DUPLICATE, PLUGIN_AFTER_UNKNOWN, PLUGIN_AFTER_CYCLE, TRACK_DUPLICATE, TRACK_UNKNOWN,
 * TRACK_WITHOUT_PIN, TRACK_PIN_REPEATED, TRACK_PIN_SHARED
 */
export function compileFlow(flow: LoadedFlow): CompiledFlow {
  const named = new Set(flow.plugins.map((plugin) => plugin.name));
  const plugins = [
    ...builtin.map((make) => make()).filter((plugin) => !named.has(plugin.name)),
    ...flow.plugins,
  ];
  return {
    name: flow.name,
    plugins,
    tracks: tracksOf(plugins),
    lifecycle: createLifecycle(plugins),
    kinds: stepKinds(plugins),
    zeroMajor: flow.zeroMajor ?? 'shift',
  };
}
