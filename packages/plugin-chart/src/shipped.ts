import { inside, isSecretFile, type Problem, type Tree, type TreeEntry } from '@launchway/core';
import { type IgnoreRules, helmProblems, sizeProblems } from '@launchway/helm';
import { relativeTo } from './options.ts';
import { chartProblems } from './problems.ts';

const litter =
  /(?:^|\/)(?:node_modules|\.git|\.idea|\.vscode|\.terraform)\/|\.(?:swp|swo|orig|rej|bak)$|~$|(?:^|\/)(?:\.DS_Store|Thumbs\.db|npm-debug\.log)$/;

/**
 * Judges what is about to be shipped.
 * @param shipped the entries below the chart's folder that are not ignored, by their paths in the repository
 */
export function contentProblems(folder: string, shipped: readonly TreeEntry[]): readonly Problem[] {
  const litterFiles = shipped.filter((entry) => litter.test(entry.path) || isOldArchive(folder, entry.path));
  return [
    ...shipped.filter(isLink).map(link),
    ...shipped.filter((entry) => isSecretFile(entry.path)).map(secret),
    ...littered(folder, litterFiles),
  ];
}

/** Judges what only the contents tell: sizes, and a schema that is no JSON. */
export async function fileProblems(
  folder: string,
  shipped: readonly TreeEntry[],
  tree: Tree,
): Promise<readonly Problem[]> {
  const sizes: { readonly path: string; readonly size: number }[] = [];
  const found: Problem[] = [];
  for (const { path, kind } of shipped) {
    const bytes = kind === 'link' || kind === 'submodule' ? undefined : await tree.bytes(path);
    if (bytes === undefined) continue;
    sizes.push({ path, size: bytes.length });
    if (relativeTo(folder, path) === 'values.schema.json' && !isJson(bytes)) found.push(noSchema(path));
  }
  return [...sizeProblems(sizes, ''), ...found];
}

/** What `.helmignore` leaves in the chart. */
export const shippedOf = (
  folder: string,
  entries: readonly TreeEntry[],
  ignore: IgnoreRules,
): readonly TreeEntry[] =>
  entries.filter((entry) => !ignore.ignores(relativeTo(folder, entry.path) ?? entry.path));

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(
      Buffer.from(bytes)
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    );
    return true;
  } catch {
    return false;
  }
}

function noSchema(file: string): Problem {
  return helmProblems.error('CHART_UNREADABLE', {
    message: `${file} is not valid JSON, and helm packages no chart with it.`,
    fix: 'Mend the file; a JSON Schema has no comments and no comma behind its last member.',
    where: { file },
  });
}

function isLink({ kind }: TreeEntry): boolean {
  return kind === 'link' || kind === 'submodule';
}

/** A packaged chart outside charts/ is an earlier output of `helm package`. */
function isOldArchive(folder: string, path: string): boolean {
  return path.endsWith('.tgz') && !(relativeTo(folder, path) ?? path).startsWith('charts/');
}

function link({ path, kind }: TreeEntry): Problem {
  return helmProblems.error('CHART_LINK', {
    message: `${path} is a ${kind === 'link' ? 'symbolic link' : 'submodule'}, which catalogues refuse and which can bring files from outside into the chart.`,
    fix: 'Put the file itself in its place, or list it in .helmignore.',
    where: { file: path },
  });
}

function secret({ path }: TreeEntry): Problem {
  return chartProblems.error('CHART_SECRET', {
    message: `${path} looks like a secret, and would be part of the chart's package.`,
    fix: 'List it in .helmignore, or take it out of the chart folder.',
    where: { file: path },
  });
}

function littered(folder: string, entries: readonly TreeEntry[]): readonly Problem[] {
  const [first] = entries;
  if (first === undefined) return [];
  const others = entries.length === 1 ? '' : ` and ${entries.length - 1} more`;
  return [
    chartProblems.warning('CHART_LITTER', {
      message: `${first.path}${others} would be part of the chart's package, and does not look like it should.`,
      fix: `List it in ${inside(folder, '.helmignore')}.`,
      where: { file: first.path },
    }),
  ];
}
