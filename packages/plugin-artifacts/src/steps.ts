import type { Effects, StepKind } from '@launchway/core';
import { keyProblems, type SignerInput, signText } from '@launchway/pack';
import { checksumsText, type ListedFile } from './checksums.ts';
import type { MadeOutput, MakeInput } from './make/input.ts';
import { keep, textFile } from './make/keep.ts';
import { make } from './make/make.ts';
import { readyToMake } from './make/ready.ts';

type ListInput = { readonly name: string; readonly files: readonly ListedFile[] };
type SignInput = ListInput & { readonly signer: SignerInput };

/** A step that makes a file proves by itself that it did: whoever needs the file gets its path. */
const stage = { phase: 'stage', confirm: false } as const;

const makeStep: StepKind<MakeInput, MadeOutput> = {
  ...stage,
  kind: 'artifacts:make',
  ready: readyToMake,
  probe: async (input) => ({ state: 'todo', preview: previewOf(input) }),
  run: async (input, effects) =>
    keep(await effects.scratch(), input.name, await make(input, effects), effects),
};

const checksumsStep: StepKind<ListInput, MadeOutput> = {
  ...stage,
  kind: 'artifacts:checksums',
  probe: async ({ files }) => ({ state: 'todo', preview: [`SHA-256 of ${count(files)}`] }),
  run: async ({ name, files }, effects) => keepText(name, checksumsText(files), effects),
};

const signatureStep: StepKind<SignInput, MadeOutput> = {
  ...stage,
  kind: 'artifacts:signature',
  ready: ({ signer }, reads) => keyProblems(signer, 'the checksums', 'artifacts({ sign: { key } })', reads),
  probe: async ({ name }) => ({ state: 'todo', preview: [name] }),
  run: async ({ name, files, signer }, effects) => {
    const what = name.replace(/\.asc$/, '');
    return keepText(name, await signText(checksumsText(files), 'detached', signer, what, effects), effects);
  },
};

export const artifactSteps: readonly StepKind[] = [makeStep, checksumsStep, signatureStep];

const keepText = async (name: string, text: string, effects: Effects): Promise<MadeOutput> =>
  keep(await effects.scratch(), name, textFile(text), effects);

const count = ({ length }: readonly unknown[]): string => `${length} ${length === 1 ? 'file' : 'files'}`;

function previewOf({ name, source }: MakeInput): readonly string[] {
  const how =
    source.from === 'build' ? `run ${source.run.join(' ')} in a throw-away checkout` : `take ${source.path}`;
  return [how, name];
}
