import { access } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Aliases } from './module.ts';

/**
 * Gives the file a package or path is, as seen from a folder; nothing when it is not installed there.
 * @param specifier `@scope/name`, `name/sub`, or a path that begins with `.` or `/`
 */
async function resolveFrom(folder: string, specifier: string): Promise<string | undefined> {
  if (specifier.startsWith('.') || isAbsolute(specifier)) {
    const file = resolve(folder, specifier);
    return access(file).then(
      () => file,
      () => undefined,
    );
  }
  const from = join(folder, 'release.config.js');
  try {
    return createRequire(from).resolve(specifier);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ERR_PACKAGE_PATH_NOT_EXPORTED' ? resolveImportOnly(specifier, from) : undefined;
  }
}

/** For a package that has only an `import` condition, which `require.resolve` does not follow. */
async function resolveImportOnly(specifier: string, from: string): Promise<string | undefined> {
  const { createJiti } = await import('jiti');
  const found = createJiti(pathToFileURL(from).href).esmResolve(specifier, {
    try: true,
    conditions: ['node', 'import'],
  });
  return found === undefined ? undefined : fileURLToPath(found);
}

/** Gives the file of a package installed in the repository, else beside this command. */
export async function resolvePackage(top: string, name: string): Promise<string | undefined> {
  return (await resolveFrom(top, name)) ?? resolveFrom(fileURLToPath(new URL('.', import.meta.url)), name);
}

/** The plugins of our own, by the last part of their packages. */
export const ownPlugins = [
  'chart',
  'docker',
  'helm-catalog',
  'jsr',
  'gitlab',
  'github',
  'artifacts',
] as const;

const ours = ['core', 'oci', ...ownPlugins.map((part) => `plugin-${part}`)];

/**
 * Gives where our own packages are: the copies the repository has, else those beside this command, so that a
 * configuration can import them although the command was not installed in the repository.
 */
export async function ownPackages(top: string): Promise<Aliases> {
  const names = ours.map((part) => `@launchway/${part}`);
  const found = await Promise.all(
    names.map(async (name) => [name, await resolvePackage(top, name)] as const),
  );
  return Object.fromEntries(
    found.flatMap(([name, file]) => (file === undefined ? [] : [[name, file] as const])),
  );
}

/** Gives the package of a plugin of ours by its last part or its function: `helm-catalog` and `helmCatalog`. */
export function ownName(short: string): string | undefined {
  const part = short.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return ours.includes(`plugin-${part}`) ? `@launchway/plugin-${part}` : undefined;
}
