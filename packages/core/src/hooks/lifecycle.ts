// oxlint-disable-next-line no-restricted-imports -- the only home of the engine
import { AsyncSeriesHook } from 'tapable';
import type { Asset } from '../model/asset.ts';
import type { Edit, Section } from '../model/edit.ts';
import type { Generation } from '../model/generation.ts';
import { deepFreeze } from '../model/json.ts';
import type { HookContext, Plugin, ReleaseContext, VersionContext } from '../model/plugin.ts';
import { isReleaseError, type Problem, ReleaseError } from '../model/problem.ts';
import type { Step } from '../model/step.ts';
import { isBump } from '../model/track.ts';
import type { Verdict } from '../model/verdict.ts';
import { machineTrouble } from './machine.ts';
import { instanceName, orderPlugins } from './order.ts';
import { hookProblems } from './problems.ts';

/** What each hook gets, and of what it returns a list. */
interface Hooks {
  verify: { context: HookContext; value: Problem };
  analyze: { context: HookContext; value: Verdict };
  bump: { context: VersionContext; value: Edit };
  notes: { context: VersionContext; value: Section };
  assets: { context: ReleaseContext; value: Asset };
  generate: { context: ReleaseContext; value: Generation };
  tag: { context: ReleaseContext; value: Step };
  publish: { context: ReleaseContext; value: Step };
}

export type HookName = keyof Hooks;

/** One plugin's values from a hook. */
export interface Contribution<Value> {
  readonly plugin: string;
  readonly values: readonly Value[];
}

/** Members that a value must have; what tapable would let pass is refused here. */
const required: { readonly [Name in HookName]: readonly (keyof Hooks[Name]['value'])[] } = {
  verify: ['code', 'severity', 'message', 'fix'],
  analyze: ['track', 'bump', 'because'],
  bump: ['path', 'why', 'apply'],
  notes: ['track', 'markdown'],
  assets: ['name', 'mediaType', 'file', 'sha256', 'size'],
  generate: ['run', 'folder'],
  tag: ['id', 'kind', 'title', 'input'],
  publish: ['id', 'kind', 'title', 'input'],
};

/** What is wrong with a value that has its members, where nothing else would tell. */
const faults: { readonly [Name in HookName]?: (value: Hooks[Name]['value']) => string | undefined } = {
  analyze: ({ bump }) =>
    bump === null || isBump(bump) ? undefined : 'a bump that is none of major, minor, patch and null',
  bump: ({ apply }) => (typeof apply === 'function' ? undefined : 'an edit whose apply is no function'),
};

/**
 * @param among which plugins are asked; all unless told
 * @throws PLUGIN_FAILED, PLUGIN_OUTPUT_INVALID and what hooks throw, of all plugins at once
 */
type HookCall<Name extends HookName> = (
  context: Hooks[Name]['context'],
  among?: (plugin: Plugin) => boolean,
) => Promise<readonly Contribution<Hooks[Name]['value']>[]>;

/** The six hooks of a flow, and what its plugins offer and generate. Calling one gives every plugin's values, in the plugins' order. */
export type Lifecycle = { readonly [Name in HookName]: HookCall<Name> };

/** Makes the hooks of a flow's plugins; see {@link orderPlugins} for what it refuses. */
export function createLifecycle(plugins: readonly Plugin[]): Lifecycle {
  const ordered = orderPlugins(plugins);
  return {
    verify: hook('verify', ordered),
    analyze: hook('analyze', ordered),
    bump: hook('bump', ordered),
    notes: hook('notes', ordered),
    assets: hook('assets', ordered),
    generate: hook('generate', ordered),
    tag: hook('tag', ordered),
    publish: hook('publish', ordered),
  };
}

function hook<Name extends HookName>(name: Name, plugins: readonly Plugin[]): HookCall<Name> {
  type Context = Hooks[Name]['context'];
  type Among = (plugin: Plugin) => boolean;
  type Value = Hooks[Name]['value'];
  const series = new AsyncSeriesHook<[Context, Among, Contribution<Value>[], Problem[]]>([
    'context',
    'among',
    'found',
    'failures',
  ]);
  for (const plugin of plugins) {
    const call = plugin[name] as ((context: Context) => unknown) | undefined;
    if (call === undefined) continue;
    series.tapPromise(instanceName(plugin), async (context, among, found, failures) => {
      if (!among(plugin)) return;
      try {
        const values = listOf(name, plugin, await call.call(plugin, context));
        found.push({ plugin: instanceName(plugin), values });
      } catch (error) {
        failures.push(...stamped(error, plugin, name));
      }
    });
  }
  return async (context, among = () => true) => {
    const found: Contribution<Value>[] = [];
    const failures: Problem[] = [];
    await series.promise(deepFreezePlain(context), among, found, failures);
    if (failures.length > 0) throw new ReleaseError(failures);
    return found;
  };
}

/** Freezes what a context tells; the means to read stay as they are. */
function deepFreezePlain<Context extends HookContext>(context: Context): Context {
  const { reads, ...told } = context;
  deepFreeze(told);
  return Object.freeze({ ...context, reads });
}

function listOf<Name extends HookName>(
  name: Name,
  plugin: Plugin,
  returned: unknown,
): readonly Hooks[Name]['value'][] {
  const list: readonly unknown[] = Array.isArray(returned) ? returned : [undefined];
  const missing = list.flatMap((value) =>
    required[name].filter((member) => typeof value !== 'object' || value === null || !(member in value)),
  );
  if (missing.length === 0) return withoutFault(name, plugin, list as readonly Hooks[Name]['value'][]);
  throw hookProblems.refusal('PLUGIN_OUTPUT_INVALID', {
    message: `The hook "${name}" of the plugin "${instanceName(plugin)}" must return a list of objects with ${required[name].join(', ')}; missing: ${[...new Set(missing)].join(', ')}.`,
    fix: `Correct the plugin's ${name} hook. A hook with nothing to say returns [].`,
  });
}

function withoutFault<Name extends HookName>(
  name: Name,
  plugin: Plugin,
  list: readonly Hooks[Name]['value'][],
): readonly Hooks[Name]['value'][] {
  const [fault] = list.flatMap((value) => faults[name]?.(value) ?? []);
  if (fault === undefined) return list;
  throw hookProblems.refusal('PLUGIN_OUTPUT_INVALID', {
    message: `The hook "${name}" of the plugin "${instanceName(plugin)}" returned ${fault}.`,
    fix: `Correct the plugin's ${name} hook.`,
  });
}

/** Gives an error's problems with the plugin's name on each. */
export function stamped(error: unknown, plugin: Plugin, where: string): readonly Problem[] {
  const name = instanceName(plugin);
  if (isReleaseError(error)) return error.problems.map((problem) => ({ plugin: name, ...problem }));
  const machine = machineTrouble(error);
  if (machine !== undefined) return [{ ...machine, plugin: name }];
  return [
    {
      ...hookProblems.error('PLUGIN_FAILED', {
        message: `The plugin "${name}" failed in ${where}: ${error instanceof Error ? error.message : String(error)}`,
        fix: 'Run again with --verbose for the stack; report it to the author of the plugin if it is a defect.',
      }),
      plugin: name,
    },
  ];
}
