import { isReleaseError, type Problem, type Tree } from '@launchway/core';
import { helmProblems } from '../problems.ts';

/** Links behind links; more are a circle. */
const longestChain = 8;

/**
 * Follows a symbolic link of a chart to the files it shows, each by the path it has through the link. The tree does the
 * following and refuses what lies outside of it, so a tree that is the chart's own folder keeps links inside the chart.
 */
export async function linkedFiles(tree: Tree, link: string, depth = 0): Promise<readonly string[] | Problem> {
  if (depth > longestChain) return refusal(link, 'leads in a circle');
  try {
    if ((await tree.bytes(link)) !== undefined) return [link];
    const entries = await tree.list(link);
    return entries.length === 0
      ? refusal(link, 'leads to nothing that can be read')
      : await spread(tree, entries, depth);
  } catch (error) {
    const code = isReleaseError(error) ? error.problems[0]?.code : (error as { code?: unknown }).code;
    if (code === 'FILE_OUTSIDE') return refusal(link, 'leads out of the chart');
    if (code === 'ELOOP') return refusal(link, 'leads in a circle');
    throw error;
  }
}

async function spread(
  tree: Tree,
  entries: Awaited<ReturnType<Tree['list']>>,
  depth: number,
): Promise<readonly string[] | Problem> {
  const files: string[] = [];
  for (const { path, kind } of entries) {
    const found = kind === 'link' ? await linkedFiles(tree, path, depth + 1) : [path];
    if ('message' in found) return found;
    files.push(...found);
  }
  return files;
}

function refusal(file: string, why: string): Problem {
  return helmProblems.error('CHART_LINK', {
    message: `The symbolic link ${file} ${why}.`,
    fix: 'Put the file itself in its place, or add the link to .helmignore.',
    where: { file },
  });
}
