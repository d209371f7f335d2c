import { identityTrouble, isCi } from '../../git/identity.ts';
import { isTreePath, notAFile } from '../../git/not-a-file.ts';
import { signingTrouble } from '../../git/signing.ts';
import type { StepKind } from '../../model/plugin.ts';
import type { Reads, Tree, TreeEntry } from '../../model/ports.ts';
import type { Problem } from '../../model/problem.ts';
import { type Deferred, known } from '../../model/step.ts';
import type { GenerateOutput } from './generate.ts';
import { gitQuery } from './remote.ts';

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
  ready: async ({ parent, files }, reads) => [
    ...(await withoutCommitter(reads)),
    ...(await signingTrouble(gitQuery(reads), 'commit', reads)),
    ...(await blocked(reads.git.tree(parent), files)),
  ],
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

async function withoutCommitter(reads: Reads): Promise<readonly Problem[]> {
  const trouble = isCi(reads.env) ? undefined : await identityTrouble(gitQuery(reads));
  return trouble === undefined ? [] : [trouble];
}

/** Paths at which the parent has something that is no file, or a file where a folder is needed. */
async function blocked(tree: Tree, files: CommitInput['files']): Promise<readonly Problem[]> {
  const texts = await Promise.all(files.map(({ path }) => tree.text(path)));
  const added = files.filter(({ path }, at) => texts[at] === undefined || !isTreePath(path));
  const entries = added.length === 0 ? [] : await tree.list();
  return added
    .filter(({ path }) => !isTreePath(path) || entries.some((entry) => stands(entry, path)))
    .map(({ path }) => notAFile(path, 'the commit that the release is made from'));
}

/** Whether an entry of a tree stands where a file is to be. */
const stands = ({ path, kind }: TreeEntry, wanted: string): boolean =>
  (path === wanted && kind !== 'file' && kind !== 'executable') ||
  path.startsWith(`${wanted}/`) ||
  wanted.startsWith(`${path}/`);
