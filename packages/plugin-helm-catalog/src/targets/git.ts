import { hideUserinfo, isOutputOf, isReleaseError, type Probe } from '@launchway/core';
import { missingIn, type Publication } from '../git/changes.ts';
import { cloneCatalog, commitName, tip } from '../git/clone.ts';
import { isPresent } from '../git/loads.ts';
import { placementOf } from '../git/place.ts';
import { publishToGit } from '../git/publish.ts';
import { pushProblems } from '../git/ready.ts';
import { catalogTree } from '../git/tree.ts';
import type { MadePackage } from '../package/make.ts';
import type { PublishInput } from '../plan.ts';
import { catalogProblems } from '../problems.ts';
import type { StepCode } from '../steps.ts';
import { expected, packageFor } from './content.ts';
import type { GitInput } from './input.ts';

type Input = PublishInput & { readonly target: GitInput };
type Output = { readonly commit: string; readonly path: string };

/** Publishes the chart to a catalogue that is a git repository, in one commit. */
export const gitStep: StepCode<Input, Output> = {
  ready: ({ target }, reads) => pushProblems(target, reads),
  probe: async (input, reads): Promise<Probe<Output>> => {
    const clone = await cloneCatalog(input.target, reads);
    const tree = await catalogTree(clone, reads);
    const { made, released } = await expected(input, reads);
    const done: Probe<Output> = {
      state: 'done',
      output: { commit: clone.isThere ? await commitName(clone, reads, tip) : '', path: pathOf(input) },
    };
    if (made === undefined) {
      if (!isPresent(tree, placementOf(input.target, input.recipe)))
        return { state: 'todo', preview: previewOf(input) };
      return released ? done : { state: 'conflict', problem: taken(input) };
    }
    try {
      const changes = await missingIn(tree, publicationOf(input, made, reads.now()));
      return changes.size === 0 ? done : { state: 'todo', preview: previewOf(input) };
    } catch (error) {
      const problem = isReleaseError(error) ? error.problems[0] : undefined;
      if (problem === undefined) throw error;
      return { state: 'conflict', problem };
    }
  },
  run: async (input, effects) => {
    const made = await packageFor(input, effects);
    const commit = await publishToGit(publicationOf(input, made, effects.now()), effects);
    return { commit, path: pathOf(input) };
  },
};

function publicationOf({ target, provenance }: Input, made: MadePackage, now: number): Publication {
  const signature = provenance === null || isOutputOf(provenance) ? undefined : provenance;
  return { input: target, made, provenance: signature, now };
}

function pathOf({ target, recipe }: Input): string {
  const { folder, asset } = placementOf(target, recipe);
  return folder ?? asset ?? '';
}

function previewOf({ target, recipe }: Input): readonly string[] {
  const { folder, asset, index } = placementOf(target, recipe);
  const places = [
    folder === undefined ? [] : [`${folder}/`],
    asset === undefined ? [] : [asset, index],
  ].flat();
  return [`${places.join(', ')} on ${target.branch} of ${hideUserinfo(target.url)}`];
}

function taken({ target, recipe }: Input) {
  return catalogProblems.error('CATALOG_VERSION_TAKEN', {
    message: `The catalogue ${hideUserinfo(target.url)} already has ${recipe.name} ${recipe.version}, and this release is not made yet.`,
    fix: 'Release a higher version; a published one never changes.',
    where: { url: hideUserinfo(target.url) },
  });
}
