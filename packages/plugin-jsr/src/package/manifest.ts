import { inside, jsonTooDeepAt, type Tree } from '@launchway/core';
import { findNodeAtLocation, getNodeValue, type Node, parseTree } from 'jsonc-parser';

/** A manifest of a package, read with the lines of its values. */
export interface Manifest {
  /** From the top of the tree. */
  readonly file: string;
  /** The value at a pointer, whatever it is. */
  get(...pointer: readonly string[]): unknown;
  /** 1-based line of the value at a pointer, or of the nearest above it that is there. */
  line(...pointer: readonly string[]): number;
}

/** The files that say what a package is. */
export interface PackageFiles {
  readonly folder: string;
  /** What deno reads, in its order: the first wins, and the others are shipped all the same. */
  readonly configs: readonly Manifest[];
  readonly npm: Manifest | undefined;
}

/** The order in which deno looks for its configuration. */
const configNames = ['deno.json', 'deno.jsonc', 'jsr.json', 'jsr.jsonc'];

/** Lists and objects within each other; the parser recurses. */
const deepest = 200;

/** Reads the manifests of a folder; those that are not there or do not parse are left out. */
export async function readPackage(tree: Tree, folder: string): Promise<PackageFiles> {
  const configs = await Promise.all(configNames.map((name) => readManifest(tree, inside(folder, name))));
  return {
    folder,
    configs: configs.filter((config) => config !== undefined),
    npm: await readManifest(tree, inside(folder, 'package.json')),
  };
}

/** Gives the manifest that deno publishes by: the first that says a name, else the first. */
export const configOf = ({ configs }: PackageFiles): Manifest | undefined =>
  configs.find((config) => config.get('name') !== undefined) ?? configs[0];

/** Gives the name of the package, such as `@acme/tiny`, where it is one. */
export function nameOf(files: PackageFiles): { readonly scope: string; readonly name: string } | undefined {
  const held = configOf(files)?.get('name');
  const [, scope, name] = (typeof held === 'string' && /^@([^/\s]+)\/([^/\s]+)$/.exec(held)) || [];
  return scope === undefined || name === undefined ? undefined : { scope, name };
}

export async function readManifest(tree: Tree, file: string): Promise<Manifest | undefined> {
  const text = await tree.text(file);
  const readable = text !== undefined && jsonTooDeepAt(text, deepest) === undefined;
  const root = readable ? parseTree(text, [], { allowTrailingComma: true }) : undefined;
  if (text === undefined || root?.type !== 'object') return undefined;
  const node = (pointer: readonly string[]): Node | undefined => findNodeAtLocation(root, [...pointer]);
  return {
    file,
    get: (...pointer) => {
      const found = node(pointer);
      return found === undefined ? undefined : getNodeValue(found);
    },
    line: (...pointer) => {
      for (let length = pointer.length; length > 0; length--) {
        const found = node(pointer.slice(0, length));
        if (found !== undefined) return lineAt(text, found.offset);
      }
      return 1;
    },
  };
}

export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** Whether deno is to treat the package as one of npm's: a package.json here or above, and no configuration of deno's. */
export async function isOfNpm(tree: Tree, folder: string): Promise<boolean> {
  const parts = folder === '' ? [] : folder.split('/');
  const folders = Array.from({ length: parts.length + 1 }, (_, length) => parts.slice(0, length).join('/'));
  const holds = async (name: string) => {
    const found = await Promise.all(folders.map((above) => tree.text(inside(above, name))));
    return found.some((text) => text !== undefined);
  };
  return (await holds('package.json')) && !(await holds('deno.json')) && !(await holds('deno.jsonc'));
}
