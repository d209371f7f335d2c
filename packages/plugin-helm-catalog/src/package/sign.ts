import type { OutputOf } from '@launchway/core';
import { signPackage } from '@launchway/helm';
import { keyProblems, type SignerInput } from '@launchway/pack';
import type { StepCode } from '../steps.ts';
import { makePackage } from './make.ts';
import type { Recipe } from './recipe.ts';

type Input = {
  readonly recipe: Recipe;
  readonly digest: string | OutputOf;
  readonly signer: SignerInput;
};

/** Signs the package before anything is visible. A signature is made once, and all targets get the same. */
export const signStep: StepCode<Input, { readonly provenance: string }> = {
  ready: ({ signer }, reads) => keyProblems(signer, 'the chart', 'helmCatalog({ sign: { key } })', reads),
  probe: async ({ signer }) => ({
    state: 'todo',
    preview: [`with ${signer.key === null ? "gpg's default key" : `the key ${signer.key}`}`],
  }),
  run: async ({ recipe, signer }, effects) => {
    const { packed } = await makePackage(recipe, effects);
    return { provenance: await signPackage(packed, signer, effects) };
  },
};
