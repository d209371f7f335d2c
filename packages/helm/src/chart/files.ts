import type { Problem, Tree, TreeEntry } from '@launchway/core';
import { helmProblems } from '../problems.ts';
import { type IgnoreRules, parseHelmignore } from './helmignore.ts';
import { linkedFiles } from './links.ts';

/** One file of a chart; the path begins at the top of the chart. */
export interface ChartFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** The largest single file helm loads, in bytes. */
export const largestFile = 5 * 1024 * 1024;
/** The most helm loads of one chart, unpacked, in bytes. */
export const largestChart = 100 * 1024 * 1024;

/** What a folder holds for a package, in helm's order, or what keeps it from being packaged. */
export interface Collected {
  readonly files: readonly ChartFile[];
  readonly problems: readonly Problem[];
}

/**
 * Collects the files of a chart as helm does: all that `.helmignore` does not leave out, links followed, byte order
 * marks taken off, folders walked in the order of their names.
 * @param folder the chart's folder in the tree, `''` for the tree itself
 * @returns the files, and problems: CHART_LFS, CHART_LINK, CHART_SUBMODULE, CHART_TOO_LARGE, HELMIGNORE_RULE
 */
export async function collectFiles(tree: Tree, folder: string): Promise<Collected> {
  const prefix = folder === '' ? '' : `${folder}/`;
  const entries = (await tree.list(folder)).map((entry) => ({
    ...entry,
    path: entry.path.slice(prefix.length),
  }));
  const ignore = await ignoreRules(tree, prefix);
  if (ignore.problems.length > 0) return { files: [], problems: ignore.problems };
  const { paths, problems: found } = await pathsOf(tree, prefix, entries, ignore.rules);
  const files: ChartFile[] = [];
  for (const path of paths.sort(compareWalk)) {
    const bytes = await tree.bytes(`${prefix}${path}`);
    if (bytes !== undefined) files.push({ path, bytes: withoutMark(bytes) });
  }
  const sizes = files.map(({ path, bytes }) => ({ path, size: bytes.length }));
  const pointers = files.filter(isPointer).map(({ path }) => pointer(`${prefix}${path}`));
  return { files, problems: [...found, ...pointers, ...sizeProblems(sizes, prefix)] };
}

/** What Git LFS commits in place of a file (git-lfs specification, "The Pointer"). */
const isPointer = ({ bytes }: ChartFile): boolean =>
  bytes.length < 1024 && pointerText.test(Buffer.from(bytes).toString('latin1'));
const pointerText =
  /^version https:\/\/git-lfs\.github\.com\/spec\/v\d+\n(?:[a-z\d.-]+ .+\n)*oid \w+:[\da-f]+\nsize \d+\n*$/;

/** The paths of the files that go into the package, links spread out. */
async function pathsOf(
  tree: Tree,
  prefix: string,
  entries: readonly TreeEntry[],
  rules: IgnoreRules,
): Promise<{ paths: string[]; problems: Problem[] }> {
  const paths: string[] = [];
  const found: Problem[] = [];
  for (const { path, kind } of entries.filter((entry) => !rules.ignores(entry.path))) {
    if (kind === 'submodule') found.push(submodule(`${prefix}${path}`));
    else if (kind !== 'link') paths.push(path);
    else {
      const shown = await linkedFiles(tree, `${prefix}${path}`);
      if ('message' in shown) found.push(shown);
      else paths.push(...shown.map((one) => one.slice(prefix.length)).filter((one) => !rules.ignores(one)));
    }
  }
  return { paths, problems: found };
}

async function ignoreRules(tree: Tree, prefix: string): Promise<ReturnType<typeof parseHelmignore>> {
  const file = `${prefix}.helmignore`;
  return parseHelmignore((await tree.text(file)) ?? '', file);
}

/** Orders paths as a walk meets them: folder by folder, names by their bytes. */
function compareWalk(left: string, right: string): number {
  return Buffer.compare(walkKey(left), walkKey(right));
}

/** A slash sorts before every other character of a name. */
const walkKey = (path: string): Buffer => Buffer.from(path.replaceAll('/', '\0'));

export function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function submodule(file: string): Problem {
  return helmProblems.error('CHART_SUBMODULE', {
    message: `${file} is a git submodule; its files are not in this commit.`,
    fix: 'Copy the files into the chart before packaging, or add the folder to .helmignore.',
    where: { file },
  });
}

function pointer(file: string): Problem {
  return helmProblems.error('CHART_LFS', {
    message: `${file} is kept by Git LFS; what this commit holds is a pointer, which would be packaged in its place.`,
    fix: 'Keep the file in git itself (`git add --renormalize` once its pattern is out of .gitattributes), fetch it with a `generate` command, or add it to .helmignore.',
    where: { file },
  });
}

/**
 * Judges the sizes of a chart's files by what helm loads: CHART_TOO_LARGE.
 * @param files with their sizes in bytes
 * @param prefix what stands before their paths in messages: empty, or a folder with a slash
 */
export function sizeProblems(
  files: readonly { readonly path: string; readonly size: number }[],
  prefix: string,
): Problem[] {
  const found = files
    .filter(({ size }) => size > largestFile)
    .map(({ path, size }) => largeFile(`${prefix}${path}`, size));
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return total > largestChart ? [...found, largeChart(prefix, total)] : found;
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;

function largeFile(file: string, size: number): Problem {
  return helmProblems.error('CHART_TOO_LARGE', {
    message: `${file} has ${megabytes(size)}; helm loads no file above ${megabytes(largestFile)}.`,
    fix: 'Remove the file from the chart, or add it to .helmignore.',
    where: { file },
  });
}

function largeChart(prefix: string, size: number): Problem {
  const file = prefix === '' ? '.' : prefix.slice(0, -1);
  return helmProblems.error('CHART_TOO_LARGE', {
    message: `The files of the chart in ${file} have ${megabytes(size)} together; helm loads no chart above ${megabytes(largestChart)}.`,
    fix: 'Add what is not needed for an installation to .helmignore.',
    where: { file },
  });
}
