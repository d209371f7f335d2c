import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gitProblems } from '../../../git/problems.ts';
import { defined } from '../../../model/defined.ts';
import type { Problem } from '../../../model/problem.ts';
import { type Replacement, replaceFiles } from '../../files.ts';
import { ask, type GitPlace, tell, unhooked } from '../process/place.ts';
import { git } from '../process/process.ts';
import { statusCommand, statusEntries } from '../reading/status.ts';

/** How the index and the working tree followed. */
export interface FollowedFiles {
  readonly problems: readonly Problem[];
  /** Goes back, for the case that the branch could not move after all. */
  undo(): Promise<void>;
}

/**
 * Brings index and working tree from one commit to another, which moves no ref. A path that is staged or edited keeps
 * what it has; where only the file is edited, its index entry follows, so that the edit shows as one on top of the release.
 *
 * The files come first, so that a run which ends in between is taken up by the next: a file that is as released already
 * shows no change any more once the index has followed. Git itself would take a file away before it writes the new one.
 * @throws the error of a file that cannot be written, when all are as they were
 */
export async function followFiles(place: GitPlace, from: string, to: string): Promise<FollowedFiles> {
  const changes = await changesBetween(place, from, to);
  const paths = changes.map(({ path }) => path);
  const [entries, edited] = [await indexEntries(place, paths), await editedAmong(place, paths)];
  const unstaged = changes.filter((change) => isUnstaged(change, entries.get(change.path)));
  const clean: Change[] = [];
  for (const change of unstaged) {
    const isUnseen = entries.get(change.path)?.isUnseen === true;
    if (!isUnseen && !edited.has(change.path) && (await isPlain(place, change))) clean.push(change);
  }
  const bring = async (side: Side) => {
    const replacements: Replacement[] = [];
    for (const change of clean) replacements.push(await replacement(place, change, side));
    await replaceFiles(replacements);
    await moveIndex(place, side === 'after' ? [from, to] : [to, from], unstaged, side);
  };
  const undo = () => bring('before');
  try {
    await bring('after');
  } catch (error) {
    await undo().catch(() => undefined); // what went wrong first is what is told
    throw error;
  }
  const differing = await editedAmong(place, paths, { GIT_OPTIONAL_LOCKS: '1' });
  const followed = new Set(unstaged.map(({ path }) => path));
  const kept = paths.filter((path) => differing.has(path) || !followed.has(path));
  return { problems: kept.length === 0 ? [] : [keptOnes(kept)], undo };
}

type Side = 'before' | 'after';

/** A path that differs between two commits, with mode and object as `git update-index` takes them. */
interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

async function changesBetween(place: GitPlace, from: string, to: string): Promise<readonly Change[]> {
  const output = await tell(place, ['diff-tree', '-r', '-z', '--no-renames', from, to]);
  const fields = output.split('\0');
  const changes: Change[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [oldMode = '', newMode = '', oldObject = '', newObject = ''] = (fields[index] ?? '')
      .slice(1)
      .split(' ');
    const path = fields[index + 1] ?? '';
    changes.push({ path, before: `${oldMode} ${oldObject}`, after: `${newMode} ${newObject}` });
  }
  return changes;
}

/** Paths as arguments of git; of more than a command can have, all are asked about. */
const named = (paths: readonly string[]): readonly string[] => (paths.length > 1000 ? [] : paths);

interface IndexEntry {
  /** Mode and object; of a path in conflict, one of them. */
  readonly entry: string;
  /** Whether git does not look at its file: a sparse checkout has none, or the user has said so (git-update-index(1)). */
  readonly isUnseen: boolean;
}

async function indexEntries(
  place: GitPlace,
  paths: readonly string[],
): Promise<ReadonlyMap<string, IndexEntry>> {
  const args = ['--literal-pathspecs', 'ls-files', '-v', '--stage', '-z', '--', ...named(paths)];
  const lines = paths.length === 0 ? [] : (await tell(place, args)).split('\0').filter(Boolean);
  return new Map(
    lines.map((line) => {
      const [tag = '', mode = '', object = ''] = line.slice(0, line.indexOf('\t')).split(' ');
      return [
        line.slice(line.indexOf('\t') + 1),
        { entry: `${mode} ${object}`, isUnseen: tag === 'S' || tag === tag.toLowerCase() },
      ];
    }),
  );
}

/** Whether the index holds one of the two, so that nothing else is staged. */
const isUnstaged = ({ before, after }: Change, held: IndexEntry | undefined): boolean =>
  [before, after].some((side) => (held === undefined ? isNothing(side) : held.entry === side));

const isNothing = (entry: string): boolean => entry.startsWith('000000');

/** Paths whose file is another than the index has, or is there and in no index. */
async function editedAmong(
  place: GitPlace,
  paths: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<ReadonlySet<string>> {
  const args = [...statusCommand, '--ignored', '--ignore-submodules=all'];
  if (paths.length === 0) return new Set();
  const output = await tell(place, [...unhooked, '--literal-pathspecs', ...args, '--', ...named(paths)], {
    env,
  });
  const edited = statusEntries(output).filter(({ onDisk }) => onDisk !== ' ');
  return new Set(edited.map(({ path }) => path));
}

/** Whether a change is of a file, and is not reached by a link. */
async function isPlain({ cwd }: GitPlace, { path, before, after }: Change): Promise<boolean> {
  if (![before, after].every((side) => isNothing(side) || side.startsWith('100'))) return false;
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const found = await lstat(join(cwd, folder)).catch(() => undefined);
    if (found?.isDirectory() === false) return false;
  }
  return true;
}

/** A file as git would check it out. */
async function replacement(place: GitPlace, change: Change, side: Side): Promise<Replacement> {
  const file = join(place.cwd, change.path);
  const [mode = '', object = ''] = change[side].split(' ');
  if (isNothing(mode)) return { file, content: null };
  const { cwd, env: base, signal } = place;
  const options = { cwd, base, ...defined({ signal }) };
  const { stdout } = await git(['cat-file', '--filters', `--path=${change.path}`, object], options);
  return { file, content: stdout, executable: mode === '100755' };
}

/** Where something is staged, the other entries are moved one by one. */
async function moveIndex(
  place: GitPlace,
  commits: readonly [from: string, to: string],
  changes: readonly Change[],
  side: Side,
): Promise<void> {
  const whole = await ask(place, [...unhooked, 'read-tree', '-m', '-i', ...commits]);
  if (whole.exitCode === 0) return;
  const input = changes.map((change) => `${change[side]}\t${change.path}\0`).join('');
  await tell(place, [...unhooked, 'update-index', '-z', '--index-info'], { input });
}

function keptOnes(paths: readonly string[]): Problem {
  return gitProblems.warning('LOCAL_FILES_BEHIND', {
    message: `The release was pushed. These files have changes of their own and were left alone: ${paths.join(', ')}.`,
    fix: 'Compare with `git diff HEAD`, then keep your changes or take the released files with `git checkout HEAD -- FILE`.',
  });
}
