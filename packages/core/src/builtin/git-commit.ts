import type { StepKind } from '../model/plugin.ts';
import { type Deferred, known } from '../model/step.ts';
import type { GenerateOutput } from './git-generate.ts';

export type CommitInput = {
  readonly parent: string;
  readonly message: string;
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** What was generated for the commit, in the place of a file of the same path. */
  readonly generated: Deferred<GenerateOutput['files']>;
};

/** Makes the release commit as an object. It is on no branch, so a run that ends here has changed nothing. */
export const commitStep: StepKind<CommitInput, { commit: string }> = {
  kind: 'git:commit',
  phase: 'commit',
  confirm: false,
  probe: async ({ message, files, generated }) => {
    const paths = files.map(({ path }) => path);
    const further = known(generated)?.map(({ path }) => path) ?? ['what is generated'];
    return {
      state: 'todo',
      preview: [message.split('\n')[0] ?? '', ...[...paths, ...further].map((path) => `  ${path}`)],
    };
  },
  run: async ({ generated, ...request }, { repository }) => {
    const made = known(generated) ?? [];
    const replaced = new Set(made.map(({ path }) => path));
    const files = [...request.files.filter(({ path }) => !replaced.has(path)), ...made];
    return { commit: await repository.commit({ ...request, files }) };
  },
};
