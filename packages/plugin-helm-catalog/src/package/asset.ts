import { type Asset, known, outputOf, type Step } from '@launchway/core';
import { hexDigest } from '@launchway/helm';
import type { PublishInput } from '../plan.ts';
import type { StepCode } from '../steps.ts';
import { makePackage } from './make.ts';
import type { Recipe } from './recipe.ts';

type Input = PublishInput & { readonly content: Content };

/** What is offered for download: the package, or the file that proves where it is from. */
type Content = 'package' | 'provenance';

export type AssetOutput = { readonly file: string; readonly sha256: string; readonly size: number };

/** Gives the steps that write the package, and its provenance where it is signed, into files for the forges. */
export function assetSteps(id: string, shared: PublishInput, track: string): readonly Step[] {
  return contentsOf(shared).map((content) => ({
    id: stepId(id, content),
    kind: 'helm:asset',
    title: `offer ${nameOf(shared.recipe, content)} for download`,
    input: { ...shared, content },
    tracks: [track],
  }));
}

/** Gives the files they write, as the release offers them. */
export function assetsOf(
  id: string,
  shared: Pick<PublishInput, 'recipe' | 'provenance'>,
  track: string,
): readonly Asset[] {
  return contentsOf(shared).map((content) => ({
    name: nameOf(shared.recipe, content),
    mediaType: content === 'package' ? 'application/gzip' : 'application/pgp-signature',
    file: outputOf(stepId(id, content), 'file'),
    sha256: outputOf(stepId(id, content), 'sha256'),
    size: outputOf(stepId(id, content), 'size'),
    track,
  }));
}

const contentsOf = ({ provenance }: Pick<PublishInput, 'provenance'>): readonly Content[] =>
  provenance === null ? ['package'] : ['package', 'provenance'];

const stepId = (id: string, content: Content): string => `${id}:asset:${content}`;

const nameOf = ({ name, version }: Recipe, content: Content): string =>
  `${name}-${version}.tgz${content === 'package' ? '' : '.prov'}`;

/** Writes what every target gets into a file of this run. */
export const assetStep: StepCode<Input, AssetOutput> = {
  probe: async ({ recipe, content }) => ({ state: 'todo', preview: [nameOf(recipe, content)] }),
  run: async ({ recipe, content, provenance }, effects) => {
    const text = provenance === null ? undefined : known(provenance);
    const bytes =
      content === 'package' ? (await makePackage(recipe, effects)).packed.bytes : Buffer.from(text ?? '');
    const file = `${await effects.scratch()}/${nameOf(recipe, content)}`;
    await effects.write(file, bytes);
    return { file, sha256: hexDigest(bytes), size: bytes.length };
  },
};
