import type { Tree, TreeEntry } from '@launchway/core';
import picomatch from 'picomatch';
import type { Manifest } from './manifest.ts';

/** A file that deno would ship. */
export interface ShippedFile {
  /** From the package's folder. */
  readonly path: string;
  /** From the top of the repository. */
  readonly file: string;
  readonly kind: TreeEntry['kind'];
}

const never = /(?:^|\/)(?:node_modules|\.git|vendor)\/|(?:^|\/)(?:\.DS_Store|\.gitignore)$/;

/** Gives the committed files that deno would ship, by `publish.include` and `publish.exclude`. */
export async function shippedFiles(
  tree: Tree,
  config: Manifest,
  folder: string,
  folders: readonly string[],
): Promise<readonly ShippedFile[]> {
  const entries = await tree.list(folder);
  const start = folder === '' ? 0 : folder.length + 1;
  const isIncluded = included(config);
  const nested = folders.filter(
    (other) => other !== folder && other.startsWith(folder === '' ? '' : `${folder}/`),
  );
  return entries
    .filter(({ path, kind }) => kind !== 'submodule' && !nested.some((other) => path.startsWith(`${other}/`)))
    .map(({ path, kind }) => ({ path: path.slice(start), file: path, kind }))
    .filter(({ path }) => !never.test(path) && isIncluded(path));
}

function included(config: Manifest): (path: string) => boolean {
  const own = config.get('publish') as { include?: unknown; exclude?: unknown } | undefined;
  const include = listOf(own?.include) ?? listOf(config.get('include'));
  const exclude = [...(listOf(own?.exclude) ?? []), ...(listOf(config.get('exclude')) ?? [])];
  const isIn = include === undefined ? () => true : matcher(include);
  const isOut = matcher(exclude.filter((glob) => !glob.startsWith('!')));
  const isBack = matcher(exclude.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)));
  const name = config.file.slice(config.file.lastIndexOf('/') + 1);
  return (path) => path === name || (isIn(path) && (!isOut(path) || isBack(path)));
}

const listOf = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;

/** A glob, or a folder for all that is in it. */
function matcher(globs: readonly string[]): (path: string) => boolean {
  const plain = globs.map((glob) => glob.replace(/^\.\//, '').replace(/\/$/, ''));
  const whole = plain.some((glob) => glob === '.' || glob === '');
  const tests = plain
    .filter((glob) => glob !== '' && glob !== '.')
    .flatMap((glob) => [picomatch(glob, { dot: true }), picomatch(`${glob}/**`, { dot: true })]);
  return (path) => whole || tests.some((test) => test(path));
}
