import { posix } from 'node:path';
import { known, type Problem, type Reads } from '@launchway/core';
import { artifactProblems } from '../problems.ts';
import { extraProblems } from './extras.ts';
import { fileProblems, handedFile, isOfAnotherHost } from './file.ts';
import type { BuildSource, MakeInput } from './input.ts';

/** Tells before anything is written whether a file can be made: its tool, its sources and its extra files are there. */
export async function readyToMake(input: MakeInput, reads: Reads): Promise<readonly Problem[]> {
  const { source, packing } = input;
  if (source.from === 'build' && isOfAnotherHost(source))
    return fileProblems(handedFile(input.name, source), input, reads);
  const origin =
    source.from === 'build'
      ? await toolProblems(source, input, reads)
      : await fileProblems(source, input, reads);
  return packing === null ? origin : [...origin, ...(await extraProblems(packing, treeOf(input, reads)))];
}

/** The release commit's tree; before it is made, that of the commit it will be made on. */
function treeOf({ commit }: MakeInput, reads: Reads) {
  const sha = known(commit);
  return sha === undefined ? reads.tree : reads.git.tree(sha);
}

async function toolProblems(
  { run, folder }: BuildSource,
  input: MakeInput,
  reads: Reads,
): Promise<readonly Problem[]> {
  const [program = ''] = run;
  const isOfCommit = program.includes('/') && !program.startsWith('/');
  const isThere = isOfCommit
    ? (await treeOf(input, reads).bytes(posix.join(folder, program))) !== undefined
    : (await reads.program(program)) !== undefined;
  if (isThere) return [];
  return [
    artifactProblems.error('ARTIFACT_TOOL_MISSING', {
      message: isOfCommit
        ? `The commit has no ${posix.join(folder, program)}, which is to build ${input.name}.`
        : `${program} was not found; it is to build ${input.name}.`,
      fix: isOfCommit
        ? 'Commit it, or correct `build` in the options of artifacts().'
        : `Install ${program}, or add its folder to PATH, in the CI job too.`,
      where: { pointer: 'build' },
    }),
  ];
}
