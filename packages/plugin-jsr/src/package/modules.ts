import { posix } from 'node:path';
import { inside, type Tree } from '@launchway/core';
import type { Manifest } from './manifest.ts';
import { type Specifier, specifiersIn, withoutComments } from './specifiers.ts';

/** A module that users can load. */
export interface Module {
  /** From the top of the repository. */
  readonly file: string;
  /** Its text, comments blanked out. */
  readonly code: string;
  readonly specifiers: readonly Specifier[];
}

const code = /\.[cm]?[jt]sx?$/;
const extensions = ['.ts', '.tsx', '.mts', '.js', '.jsx', '.mjs', '.cts', '.cjs'];

/** Gives the modules that the exports lead to, each once. */
export async function reachableModules(
  tree: Tree,
  config: Manifest,
  folder: string,
): Promise<readonly Module[]> {
  const waiting = entryPaths(config).map((path) => posix.join(folder, path));
  const seen = new Map<string, Module | undefined>();
  for (let asked = waiting.shift(); asked !== undefined; asked = waiting.shift()) {
    const found = await locate(tree, asked, folder);
    if (found === undefined || seen.has(found.file)) continue;
    const specifiers = specifiersIn(found.text);
    seen.set(found.file, { file: found.file, code: withoutComments(found.text), specifiers });
    const relative = specifiers.filter(({ text }) => /^\.\.?\//.test(text));
    waiting.push(...relative.map(({ text }) => posix.join(posix.dirname(found.file), text)));
  }
  return [...seen.values()].filter((module) => module !== undefined);
}

/** The paths that the manifest exports. */
function entryPaths(config: Manifest): readonly string[] {
  const held = config.get('exports');
  if (typeof held === 'string') return [held];
  if (typeof held !== 'object' || held === null) return [];
  return Object.values(held).filter((path): path is string => typeof path === 'string');
}

/** Finds a module as deno does with npm's kind of code: `./a`, `./a.js` for `a.ts`, or the index of a folder. */
async function locate(
  tree: Tree,
  path: string,
  folder: string,
): Promise<{ readonly file: string; readonly text: string } | undefined> {
  const stem = path.replace(/\.([cm]?)jsx?$/, '');
  const guesses = [
    path,
    ...extensions.map((extension) => path + extension),
    ...(stem === path ? [] : extensions.map((extension) => stem + extension)),
    ...extensions.map((extension) => `${path}/index${extension}`),
  ];
  for (const file of guesses) {
    if (!code.test(file) || !file.startsWith(inside(folder, ''))) continue;
    const text = await tree.text(file);
    if (text !== undefined) return { file, text };
  }
  return undefined;
}
