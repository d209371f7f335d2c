import picomatch from 'picomatch';
import { grouped } from '../model/grouped.ts';
import type { Tree, TreeEntry } from '../model/ports.ts';

/** Tells whether a path, from the top of the repository, is meant. */
export type PathTest = (path: string) => boolean;

/** A glob taken apart: the folder it lies in, and what must hold below it. */
interface Rule {
  /** The folder or file before the first wildcard, without a trailing slash; `''` for the top. */
  readonly base: string;
  /** Absent where everything below the base is meant. */
  readonly test?: PathTest;
}

/**
 * Gives the files of a tree that a glob means, in the tree's order, links left out. Only the folder before the first
 * wildcard is listed. `*` stays in a folder, `**` crosses them, dot files are files like others, and `!` is a character.
 */
export async function filesMatching(tree: Tree, glob: string): Promise<readonly TreeEntry[]> {
  const { base } = picomatch.scan(glob, { nonegate: true });
  const test = picomatch(glob, { dot: true, nonegate: true });
  const entries = await tree.list(base === glob ? glob.split('/').slice(0, -1).join('/') : base);
  return entries.filter(({ path, kind }) => (kind === 'file' || kind === 'executable') && test(path));
}

/**
 * Gives a test for a list of globs. `*` stays in a folder, `**` crosses them, dot files are files like others, a plain
 * path means the file or the folder with all below it, and a glob after `!` takes paths away again; where all do, from everything.
 */
export function pathTest(globs: readonly string[]): PathTest {
  const { given, taken } = partedGlobs(withGiven(globs));
  const [meant, negated] = [given.map(parseGlob), taken.map(parseGlob)];
  return (path) => meant.some((rule) => means(rule, path)) && !negated.some((rule) => means(rule, path));
}

/**
 * Gives for a path the lists of globs that mean it, by their place. What is asked twice is answered from memory, and a
 * path meets only the globs of its own folders: two hundred lists cost about what one does.
 */
export function pathIndex(lists: readonly (readonly string[])[]): (path: string) => readonly number[] {
  const parted = lists.map((globs) => partedGlobs(withGiven(globs)));
  const negated = parted.map(({ taken }) => taken.map(parseGlob));
  const rules = parted.flatMap(({ given }, list) => given.map((glob) => ({ list, rule: parseGlob(glob) })));
  const byBase = grouped(rules, ({ rule }) => rule.base);
  const known = new Map<string, readonly number[]>();
  const find = (path: string): readonly number[] => {
    const meant = basesOf(path).flatMap((base) =>
      (byBase.get(base) ?? []).flatMap(({ list, rule }) => ((rule.test?.(path) ?? true) ? list : [])),
    );
    return [...new Set(meant)].filter((list) => !negated[list]?.some((rule) => means(rule, path)));
  };
  return (path) => {
    let lists = known.get(path);
    if (lists === undefined) {
      lists = find(path);
      known.set(path, lists);
    }
    return lists;
  };
}

/** Parts the globs that mean something from those after `!`, which take it away again whatever their order. */
export function partedGlobs(globs: readonly string[]): {
  readonly given: readonly string[];
  readonly taken: readonly string[];
} {
  return {
    given: globs.filter((glob) => !isNegated(glob)),
    taken: globs.filter(isNegated).map((glob) => glob.slice(1)),
  };
}

/** Globs that only take away take it from everything. */
const withGiven = (globs: readonly string[]): readonly string[] =>
  globs.length > 0 && globs.every(isNegated) ? ['**', ...globs] : globs;

/** Gives a test for folders (`a/b/`): whether a path below may be meant. */
export function folderTest(globs: readonly string[]): (folder: string) => boolean {
  const bases = partedGlobs(withGiven(globs)).given.map(parseGlob);
  return (folder) =>
    bases.some(({ base }) => base === '' || `${base}/`.startsWith(folder) || folder.startsWith(`${base}/`));
}

/** The top, each folder on the way, and the path itself. */
function basesOf(path: string): readonly string[] {
  const bases = [''];
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) bases.push(path.slice(0, at));
  bases.push(path);
  return bases;
}

function means({ base, test }: Rule, path: string): boolean {
  return (base === '' || path === base || path.startsWith(`${base}/`)) && (test?.(path) ?? true);
}

/** Whether a glob takes away what others of its list mean; `!(a|b)` is a group. */
export const isNegated = (glob: string): boolean => glob.startsWith('!') && !glob.startsWith('!(');

function parseGlob(written: string): Rule {
  const glob = written.replace(/^(?:\.?\/)+/, '');
  const { base, glob: rest } = picomatch.scan(glob);
  if (rest === '') return { base: withoutEscapes(base.replace(/\/+$/, '')) };
  const plain = withoutEscapes(base);
  if (rest === '**' || rest === '**/*') return { base: plain };
  const test = picomatch(glob.endsWith('/') ? `${glob}**` : glob, { dot: true });
  return { base: plain, test: (path) => test(path) };
}

function withoutEscapes(path: string): string {
  return path.replace(/\\(.)/g, '$1');
}
