import { didYouMean } from '../model/nearest.ts';
import { isCycle, topologicalOrder } from '../model/order.ts';
import type { Plugin } from '../model/plugin.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import { hookProblems } from './problems.ts';

/** The name by which a plugin's instance is known: its id, else its name. */
export const instanceName = (plugin: Plugin): string => plugin.id ?? plugin.name;

/**
 * Orders plugins by `after`, in the order of the configuration otherwise.
 * @throws PLUGIN_DUPLICATE, PLUGIN_AFTER_UNKNOWN, PLUGIN_AFTER_CYCLE, all that apply at once
 */
export function orderPlugins(plugins: readonly Plugin[]): readonly Plugin[] {
  const problems = [...duplicates(plugins), ...unknownAfter(plugins)];
  if (problems.length > 0) throw new ReleaseError(problems);

  const instancesOf = (name: string): readonly string[] =>
    plugins.filter((plugin) => instanceName(plugin) === name || plugin.name === name).map(instanceName);
  const ordered = topologicalOrder(plugins, instanceName, (plugin) =>
    (plugin.after ?? []).flatMap(instancesOf),
  );
  if (!isCycle(ordered)) return ordered;
  throw hookProblems.refusal('PLUGIN_AFTER_CYCLE', {
    message: `These plugins wait for each other: ${ordered.cycle.join(' after ')}.`,
    fix: 'Remove one of these `after` entries.',
  });
}

function duplicates(plugins: readonly Plugin[]): readonly Problem[] {
  const seen = new Set<string>();
  return plugins.flatMap((plugin) => {
    const name = instanceName(plugin);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    return hookProblems.error('PLUGIN_DUPLICATE', {
      message: `The plugin "${name}" is in the flow more than once.`,
      fix: `Remove one, or give each its own id: \`{ id: '${name}-2', ... }\`.`,
    });
  });
}

function unknownAfter(plugins: readonly Plugin[]): readonly Problem[] {
  const names = new Set(plugins.flatMap((plugin) => [instanceName(plugin), plugin.name]));
  return plugins.flatMap((plugin) =>
    (plugin.after ?? [])
      .filter((name) => !names.has(name))
      .map((name) =>
        hookProblems.error('PLUGIN_AFTER_UNKNOWN', {
          message: `The plugin "${instanceName(plugin)}" wants to run after "${name}", which is not in the flow.${didYouMean(name, names)}`,
          fix: `Use one of: ${[...names].join(', ')}.`,
        }),
      ),
  );
}
