import { known, type Problem, type Reads, type StepKind } from '@launchway/core';
import { jsrProblems } from '../problems.ts';
import { differingFiles } from './content.ts';
import { type PublishInput, targetOf } from './inputs.ts';
import { outputOf, type PublishOutput, publishPackage } from './publish.ts';
import { publishReady } from './ready.ts';
import { findVersion, labelOf, type PublishedVersion } from './registry.ts';

/** Publishes one package; the registry says whether it is out, and whether it is ours. */
export const publishStep: StepKind<PublishInput, PublishOutput> = {
  kind: 'jsr:publish',
  phase: 'publish',
  ready: publishReady,
  probe: async (input, reads) => {
    const target = targetOf(input, input);
    const version = await findVersion(target, input.version, reads);
    if (version === undefined)
      return { state: 'todo', preview: [`publish ${labelOf(input)}@${input.version} to ${input.registry}`] };
    const problem = await contradiction(input, version, reads);
    if (problem !== undefined) return { state: 'conflict', problem };
    return {
      state: 'done',
      output: outputOf(target, input.version),
      ...(version.yanked && { preview: ['yanked'] }),
    };
  },
  run: publishPackage,
};

/** Says why a version that is out is not the one that this commit stands for. */
async function contradiction(
  input: PublishInput,
  { yanked }: PublishedVersion,
  reads: Reads,
): Promise<Problem | undefined> {
  const what = `${labelOf(input)}@${input.version}`;
  const next = 'Release a higher version: a version of JSR can be neither changed nor published again.';
  if (yanked && input.fresh)
    return jsrProblems.error('JSR_YANKED', {
      message: `${what} was published earlier and yanked.`,
      fix: next,
    });
  const commit = known(input.commit);
  const tree = commit === undefined ? reads.tree : reads.git.tree(commit);
  const [first, ...others] = await differingFiles(input, tree, commit === undefined, reads);
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return jsrProblems.error('JSR_DIFFERENT_CONTENT', {
    message: `${what} is on JSR already, with other content than this commit: ${first}${more}.`,
    fix: next,
  });
}
