import type { Tree } from '@launchway/core';
import { readPackage } from './manifest.ts';
import type { Sibling } from './siblings.ts';
import { specifiersIn } from './specifiers.ts';

const code = /\.[cm]?[jt]sx?$/;
const tests = /(?:^|\/)(?:node_modules|__tests__|tests?)\/|[._](?:test|spec|bench)\.[^/]+$/;

/** Gives the siblings that a package's code imports: JSR resolves them when it takes the package, so they go first. */
export async function neededBy(
  tree: Tree,
  folder: string,
  siblings: readonly Sibling[],
): Promise<readonly Sibling[]> {
  const others = siblings.filter((sibling) => sibling.folder !== folder);
  if (others.length === 0) return [];
  const imported = await importedBy(tree, folder, others);
  const aliases = await aliasesOf(tree, folder);
  return others.filter(({ names }) =>
    imported.some((specifier) =>
      [specifier, ...aliases(specifier)].some((text) => names.some((name) => isOf(text, name))),
    ),
  );
}

async function importedBy(
  tree: Tree,
  folder: string,
  others: readonly Sibling[],
): Promise<readonly string[]> {
  const inner = others.filter((other) => other.folder.startsWith(folder === '' ? '' : `${folder}/`));
  const entries = await tree.list(folder);
  const modules = entries.filter(
    ({ path, kind }) =>
      kind !== 'link' &&
      code.test(path) &&
      !tests.test(path.slice(folder.length)) &&
      !inner.some((other) => path.startsWith(`${other.folder}/`)),
  );
  const texts = await Promise.all(modules.map(({ path }) => tree.text(path)));
  return [...new Set(texts.flatMap((text) => specifiersIn(text ?? '').map((specifier) => specifier.text)))];
}

/** What the import map of the package makes of a bare name. */
async function aliasesOf(tree: Tree, folder: string): Promise<(specifier: string) => readonly string[]> {
  const { configs } = await readPackage(tree, folder);
  const maps = configs.flatMap((config) =>
    Object.entries((config.get('imports') ?? {}) as Record<string, unknown>),
  );
  return (specifier) =>
    maps.flatMap(([key, value]) =>
      typeof value === 'string' && (specifier === key || (key.endsWith('/') && specifier.startsWith(key)))
        ? [value]
        : [],
    );
}

/** Whether a specifier means a package: `@acme/core`, `@acme/core/x`, `jsr:@acme/core@^1`, `npm:@acme/core`. */
function isOf(specifier: string, name: string): boolean {
  const bare = specifier.replace(/^(?:jsr|npm):\/?/, '');
  return bare === name || bare.startsWith(`${name}/`) || bare.startsWith(`${name}@`);
}
