import type { OutputOf, Problem, Reads } from '@launchway/core';
import { type Signer, signPackage } from '@launchway/helm';
import { catalogProblems } from '../problems.ts';
import { makePackage } from './make.ts';
import type { Recipe } from './recipe.ts';
import type { StepCode } from '../steps.ts';

type Input = {
  readonly recipe: Recipe;
  readonly digest: string | OutputOf;
  readonly signer: {
    readonly key: string | null;
    readonly home: string | null;
    readonly program: readonly string[];
  };
};

/** Signs the package before anything is visible. A signature is made once, and all targets get the same. */
export const signStep: StepCode<Input, { readonly provenance: string }> = {
  ready: ({ signer }, reads) => keyProblems(signer, reads),
  probe: async ({ signer }) => ({
    state: 'todo',
    preview: [`with ${signer.key === null ? "gpg's default key" : `the key ${signer.key}`}`],
  }),
  run: async ({ recipe, signer }, effects) => {
    const { packed } = await makePackage(recipe, effects);
    return { provenance: await signPackage(packed, signerOf(signer), effects) };
  },
};

function signerOf({ key, home, program }: Input['signer']): Signer {
  return { program, ...(key === null ? {} : { key }), ...(home === null ? {} : { home }) };
}

async function keyProblems(
  { key, home, program }: Input['signer'],
  reads: Reads,
): Promise<readonly Problem[]> {
  const [gpg = 'gpg', ...options] = program;
  const argv = [gpg, ...options, '--batch', '--list-secret-keys', ...(key === null ? [] : [key])];
  const { exitCode, stdout, stderr } = await reads.query(argv, {
    exitCodes: [0, 1, 2],
    ...(home === null ? {} : { env: { GNUPGHOME: home } }),
  });
  if (exitCode === 0 && stdout.trim() !== '') return [];
  return [
    catalogProblems.error('SIGNING_KEY_MISSING', {
      message: `gpg has no secret key${key === null ? '' : ` ${key}`} to sign the chart with${stderr.trim() === '' ? '.' : `: ${stderr.trim().split('\n').at(-1)}`}`,
      fix: 'Import the key (`gpg --import`), or name another: helmCatalog({ sign: { key } }).',
    }),
  ];
}
