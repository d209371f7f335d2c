import { unifiedDiff } from '../edits/diff.ts';
import type { Tree } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import { pipelineProblems } from './problems.ts';
import type { PipelineFile } from './project.ts';
import { isOurs } from './yaml.ts';

/** How a file that `release ci` writes stands to what is there. */
export interface PipelineState {
  readonly path: string;
  readonly state: 'same' | 'new' | 'changed' | 'foreign' | 'stale';
  /** From what is there to what is to be; empty where nothing is to be written. */
  readonly diff: string;
}

/** Where files of ours may be. */
const folders = ['.github/workflows', '.gitlab'];

/** Compares files with those of a tree, and finds those that `release ci` wrote for a configuration of before. */
export async function comparePipelines(
  files: readonly PipelineFile[],
  tree: Tree,
): Promise<readonly PipelineState[]> {
  const wanted = await Promise.all(files.map((file) => compared(file, tree)));
  const present = (await Promise.all(folders.map((folder) => tree.list(folder)))).flat();
  const others = present
    .map(({ path }) => path)
    .filter((path) => /\.ya?ml$/.test(path) && !files.some((file) => file.path === path));
  const stale = await Promise.all(
    others.map(async (path) => (isOurs((await tree.text(path)) ?? '') ? [path] : [])),
  );
  return [...wanted, ...stale.flat().map((path) => ({ path, state: 'stale' as const, diff: '' }))];
}

async function compared({ path, content, once }: PipelineFile, tree: Tree): Promise<PipelineState> {
  const there = await tree.text(path);
  if (there === content || (there !== undefined && once === true)) return { path, state: 'same', diff: '' };
  if (there !== undefined && !isOurs(there)) return { path, state: 'foreign', diff: '' };
  const state = there === undefined ? 'new' : 'changed';
  return { path, state, diff: unifiedDiff(path, there, content) };
}

/** What of these states keeps anything from being written, or must be done by a person. */
export function stateProblems(states: readonly PipelineState[]): readonly Problem[] {
  return states.flatMap(({ path, state }) => {
    if (state === 'foreign') {
      return [
        pipelineProblems.error('CI_FILE_FOREIGN', {
          message: `${path} is there, and \`release ci\` has not written it. It is left alone.`,
          fix: `Rename it, \`git mv ${path} ${renamed(path)}\`, or delete it where the new pipeline takes its place; then run \`release ci\` again.`,
          where: { file: path },
        }),
      ];
    }
    if (state !== 'stale') return [];
    return [
      pipelineProblems.warning('CI_FILE_STALE', {
        message: `${path} was written by \`release ci\`, and nothing in the configuration calls for it any more. It still runs.`,
        fix: `Delete it: \`git rm ${path}\`.`,
        where: { file: path },
      }),
    ];
  });
}

const renamed = (path: string): string => path.replace(/(\.ya?ml)$/, '-own$1');

/** What is wrong where committed pipelines are not what the configuration calls for. */
export function driftProblems(states: readonly PipelineState[]): readonly Problem[] {
  const drifted = states.filter(({ state }) => state === 'new' || state === 'changed');
  const stale = states.filter(({ state }) => state === 'stale');
  const found = [
    ...drifted.map(({ path, state }) => `${path} is ${state === 'new' ? 'missing' : 'different'}`),
    ...stale.map(({ path }) => `${path} is left over`),
  ];
  if (found.length === 0) return [];
  const [first = ''] = [...drifted, ...stale].map(({ path }) => path);
  return [
    pipelineProblems.error('CI_DRIFTED', {
      message: `The pipelines are not what the configuration calls for: ${found.join(', ')}.`,
      fix: `Run \`npx --no-install release ci\`${stale.length === 0 ? '' : `, delete what is left over (\`git rm ${stale.map(({ path }) => path).join(' ')}\`)`} and commit the change.`,
      where: { file: first },
    }),
  ];
}
