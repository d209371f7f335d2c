import { join } from 'node:path';
import { gitProblems } from '../../git/problems.ts';
import type { Generation } from '../../model/generation.ts';
import type { StepKind } from '../../model/plugin.ts';
import type { Effects, Tree } from '../../model/ports.ts';
import type { Step } from '../../model/step.ts';

export type GenerateInput = {
  readonly parent: string;
  /** What the release commit changes of its parent's files. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly generations: readonly Generation[];
};

export type GenerateOutput = {
  /** What the commands changed: the git object of the new content, `null` where a file is gone. */
  readonly files: readonly { readonly path: string; readonly blob: string | null }[];
};

/** Makes files of the release commit, in a throw-away checkout of what it holds so far. Only git objects remain of it. */
export const generateStep: StepKind<GenerateInput, GenerateOutput> = {
  kind: 'git:generate',
  phase: 'commit',
  confirm: false,
  probe: async ({ generations }) => ({ state: 'todo', preview: generations.flatMap(previewOf) }),
  run: async ({ parent, files, generations }, effects) => {
    const folder = await effects.checkout(parent);
    for (const { path, content } of files) await effects.write(join(folder, path), content);
    for (const { run, env = {} } of generations)
      for (const argv of run) await effects.exec(argv, { cwd: folder, env });
    const folders = [...new Set(generations.map((generation) => generation.folder))];
    const before = new Map(files.map(({ path, content }) => [path, Buffer.from(content)]));
    const changed = await changesIn(folders, { before, parent, folder }, effects);
    await refuseLarge(changed, effects);
    return { files: changed };
  },
};

/** The step that makes what the plugins generate. */
export function generating(input: GenerateInput): Step {
  const commands = input.generations.flatMap(({ run }) => run.map(spelt));
  return {
    id: 'git:generate',
    kind: 'git:generate',
    title: `run ${commands.join(', ')} for the release commit`,
    input,
  };
}

const spelt = (argv: readonly string[]): string => `\`${argv.join(' ')}\``;

const previewOf = ({ run, folder }: Generation): readonly string[] => [
  ...run.map((argv) => `run ${spelt(argv)} in a throw-away checkout`),
  `what changes in ${folder === '' ? 'the checkout' : `${folder}/`} becomes part of the release commit`,
];

interface Places {
  readonly before: ReadonlyMap<string, Uint8Array>;
  readonly parent: string;
  readonly folder: string;
}

async function changesIn(
  folders: readonly string[],
  { before, parent, folder }: Places,
  effects: Effects,
): Promise<GenerateOutput['files']> {
  const [old, now] = [effects.git.tree(parent), effects.folder(folder)];
  const [known, found] = [await pathsIn(old, folders), await pathsIn(now, folders)];
  for (const path of before.keys()) if (isBelow(path, folders)) known.add(path);
  const added = [...found].filter((path) => !known.has(path));
  const ignored = await ignoredOf(added, effects);
  const files: GenerateOutput['files'][number][] = [];
  for (const path of [...new Set([...known, ...found])].sort()) {
    if (ignored.has(path)) continue;
    const content = found.has(path) ? await now.bytes(path) : undefined;
    const was = before.get(path) ?? (await old.bytes(path));
    if (content === undefined) files.push({ path, blob: null });
    else if (was === undefined || !Buffer.from(was).equals(content))
      files.push({ path, blob: await effects.repository.blob(content) });
  }
  return files;
}

const isBelow = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => folder === '' || path.startsWith(`${folder}/`));

async function pathsIn(tree: Tree, folders: readonly string[]): Promise<Set<string>> {
  const entries = await Promise.all(folders.map((folder) => tree.list(folder)));
  const files = entries.flat().filter(({ kind }) => kind === 'file' || kind === 'executable');
  return new Set(files.map(({ path }) => path));
}

/** Those that `.gitignore` leaves out. */
async function ignoredOf(paths: readonly string[], effects: Effects): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const { stdout } = await effects.query(['git', 'check-ignore', '-z', '--stdin'], {
    input: paths.join('\0'),
    exitCodes: [0, 1],
  });
  return new Set(stdout.split('\0'));
}

/** @throws ReleaseError COMMIT_LFS */
async function refuseLarge(files: GenerateOutput['files'], { query }: Effects): Promise<void> {
  const written = files.filter(({ blob }) => blob !== null).map(({ path }) => path);
  if (written.length === 0) return;
  const { stdout } = await query(['git', 'check-attr', '-z', '--stdin', 'filter'], {
    input: written.join('\0'),
  });
  const file = /([^\0]+)\0filter\0lfs\0/.exec(stdout)?.[1];
  if (file === undefined) return;
  throw gitProblems.refusal('COMMIT_LFS', {
    message: `${file} is generated for the release commit, and kept by Git LFS, whose server nothing is sent to here.`,
    fix: 'Take it out of the patterns in .gitattributes, or generate and commit it before the release.',
    where: { file },
  });
}
