import { didYouMean, nearest } from '../model/nearest.ts';
import { isReleaseError, type Problem, type ProblemDetails, ReleaseError } from '../model/problem.ts';
import { missingModule, packageName, sentence } from './reading/failure.ts';
import { importModule } from './reading/module.ts';
import { configProblems } from './problems.ts';
import { ownName, ownPackages, ownPlugins, resolvePackage } from './reading/resolve.ts';

/** Makes the plugins the core brings, by their short names. */
const builtin: Readonly<Record<string, () => Promise<object>>> = {
  conventional: () => import('../builtin/conventional/plugin.ts'),
  exec: () => import('../builtin/exec/plugin.ts'),
  git: () => import('../builtin/git/plugin.ts'),
  notes: () => import('../builtin/notes.ts'),
  track: () => import('../builtin/track.ts'),
};

/** A plugin as JSON and YAML name it. */
export type NamedPlugin = string | readonly [string, Readonly<Record<string, unknown>>?];

/**
 * Makes a plugin that a configuration names by its package: `"@launchway/plugin-chart"`, or `["...", { options }]`.
 * The function is the export named after the package's last part, or the one after a `#`.
 * @throws PLUGIN_NOT_INSTALLED, PLUGIN_EXPORT, PLUGIN_NOT_MADE, and what the function itself refuses
 */
export async function makePlugin(top: string, entry: NamedPlugin): Promise<unknown> {
  const [name, options] = typeof entry === 'string' ? [entry, undefined] : entry;
  const [specifier = '', chosen] = name.split('#', 2);
  const factory = await factoryOf(top, specifier, chosen);
  try {
    return await factory(options ?? {});
  } catch (error) {
    if (isReleaseError(error)) throw error;
    throw failed(name, error);
  }
}

type Factory = (options: Readonly<Record<string, unknown>>) => unknown;

async function factoryOf(top: string, specifier: string, chosen: string | undefined): Promise<Factory> {
  const alone = chosen === undefined ? specifier : '';
  const own = specifier === '@launchway/core' ? (chosen ?? '') : alone;
  const load = Object.hasOwn(builtin, own) ? builtin[own] : undefined;
  if (load !== undefined) return pick(await load(), own, own);
  if (specifier === '@launchway/core') {
    throw noExport(specifier, `"${own}"`, Object.keys(builtin), own);
  }
  return pick(await moduleOf(top, specifier), specifier, chosen);
}

async function moduleOf(top: string, specifier: string): Promise<object> {
  const file = await resolvePackage(top, specifier);
  if (file === undefined) throw notInstalled(specifier);
  try {
    return Object(await importModule(file, () => ownPackages(top)));
  } catch (error) {
    if (isReleaseError(error)) throw error;
    const missing = missingModule(error);
    throw missing === undefined ? failed(specifier, error) : notInstalled(missing, specifier);
  }
}

/** Picks the function that makes the plugin. */
function pick(module: object, specifier: string, chosen: string | undefined): Factory {
  const functions = new Map(
    Object.entries(module).filter((entry): entry is [string, Factory] => typeof entry[1] === 'function'),
  );
  const wanted = chosen ?? factoryName(specifier);
  const named = functions.get(wanted);
  if (named !== undefined) return named;
  const [only, ...others] = functions;
  if (chosen === undefined && only !== undefined && others.length === 0) return only[1];
  throw noExport(specifier, `a function "${wanted}"`, [...functions.keys()], wanted);
}

/** `@launchway/plugin-helm-catalog` -> `helmCatalog`. */
function factoryName(specifier: string): string {
  const last =
    specifier
      .split('/')
      .at(-1)
      ?.replace(/\.[cm]?[jt]s$/, '') ?? '';
  const bare = last.replace(/^(?:launchway-)?plugin-/, '').replace(/^launchway-/, '');
  return bare.replace(/[-_.]+(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function notInstalled(name: string, by?: string): ReleaseError {
  const missing = (details: ProblemDetails) => configProblems.refusal('PLUGIN_NOT_INSTALLED', details);
  if (name.startsWith('.') || name.startsWith('/')) {
    return missing({
      message: `There is no file ${name}.`,
      fix: 'Correct the path; it starts at the top of the repository.',
    });
  }
  const own = ownName(name);
  if (own !== undefined && by === undefined) {
    return missing({
      message: `The package ${name} is not installed in this repository; the plugin is the package ${own}.`,
      fix: `Write "${own}". If it is missing too: \`npm install --save-dev ${own}\`.`,
    });
  }
  const near = by === undefined ? misspelt(name) : undefined;
  const who = by === undefined ? '' : `, which ${by} needs,`;
  return missing({
    message: `The package ${name}${who} is not installed in this repository.`,
    fix:
      near === undefined
        ? `Run \`npm install --save-dev ${packageName(name)}\`.`
        : `Did you mean "${near}"? If ${name} is right: \`npm install --save-dev ${packageName(name)}\`.`,
  });
}

/** The plugin that a name is near to. */
function misspelt(name: string): string | undefined {
  const part = name.replace(/^@launchway\/plugin-/, '');
  const near = nearest(part, [...Object.keys(builtin), ...ownPlugins]);
  const meant = near === undefined ? undefined : (ownName(near) ?? near);
  return meant === name ? undefined : meant;
}

function noExport(specifier: string, wanted: string, names: readonly string[], near: string): ReleaseError {
  const has = names.length === 0 ? 'no function' : names.map((name) => `"${name}"`).join(', ');
  return configProblems.refusal('PLUGIN_EXPORT', {
    message: `${specifier} does not export ${wanted}; it has ${has}.${didYouMean(near, names)}`,
    fix: `Name the function after a "#", such as "${specifier}#${names[0] ?? 'plugin'}".`,
  });
}

function failed(name: string, error: unknown): ReleaseError {
  const message =
    error instanceof Error ? `${error.name}: ${error.message.split('\n', 1)[0] ?? ''}` : String(error);
  return configProblems.refusal(
    'PLUGIN_NOT_MADE',
    {
      message: sentence(`${name} stopped with an error: ${message}`),
      fix: 'Look at its options; if they are right, report it to its authors.',
    },
    error,
  );
}

/** The problems of an error that making a plugin threw. */
export function problemsOf(error: unknown): readonly Problem[] {
  return isReleaseError(error) ? error.problems : failed('The plugin', error).problems;
}
