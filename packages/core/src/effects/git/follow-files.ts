import { gitProblems } from '../../git/problems.ts';
import type { Problem } from '../../model/problem.ts';
import { ask, type GitPlace, tell, unhooked } from './place.ts';

/** How the index and the working tree followed. */
export interface FollowedFiles {
  readonly problems: readonly Problem[];
  /** Goes back, for the case that the branch could not move after all. */
  undo(): Promise<void>;
}

/**
 * Brings index and working tree from one commit to another, which moves no ref. A path that is staged or edited keeps
 * what it has; where only the file is edited, its index entry follows, so that the edit shows as one on top of the release.
 */
export async function followFiles(place: GitPlace, from: string, to: string): Promise<FollowedFiles> {
  const whole = await ask(place, [...unhooked, 'read-tree', '-m', '-u', from, to]);
  if (whole.exitCode === 0) {
    return {
      problems: [],
      undo: async () => void (await ask(place, [...unhooked, 'read-tree', '-m', '-u', to, from])),
    };
  }
  const changes = await changesBetween(place, from, to);
  const states = await statesOf(
    place,
    changes.map(({ path }) => path),
  );
  const staged = changes.filter(({ path }) => (states.get(path)?.[0] ?? ' ') !== ' ');
  const unstaged = changes.filter((change) => !staged.includes(change));
  // Git takes a file that is not there for clean; it may be gone because the attempt ended half way.
  const clean = unstaged.filter(({ path }) => [undefined, ' D'].includes(states.get(path)));
  const bring = async (side: 'before' | 'after') => {
    await updateIndex(
      place,
      unstaged.map((change) => ({ path: change.path, entry: change[side] })),
    );
    await checkOut(
      place,
      clean.map(({ path }) => path),
    );
  };
  const undo = () => bring('before');
  try {
    await bring('after');
  } catch (error) {
    await undo().catch(() => undefined); // what went wrong first is what is told
    throw error;
  }
  const kept = changes.filter((change) => !clean.includes(change)).map(({ path }) => path);
  return { problems: kept.length === 0 ? [] : [keptOnes(kept)], undo };
}

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

/** The two letters of `git status` by path, for those with any; untracked and ignored files count as edited only. */
async function statesOf(place: GitPlace, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const args = [
    'status',
    '--porcelain=v1',
    '-z',
    '--no-renames',
    '--untracked-files=all',
    '--ignored',
    '--ignore-submodules=all',
  ];
  const output = await tell(place, ['--literal-pathspecs', ...args, '--', ...paths]);
  const entries = output.split('\0').filter((entry) => entry !== '');
  return new Map(entries.map((entry) => [entry.slice(3), /^[?!]/.test(entry) ? ' M' : entry.slice(0, 2)]));
}

async function updateIndex(
  place: GitPlace,
  entries: readonly { readonly path: string; readonly entry: string }[],
): Promise<void> {
  const input = entries.map(({ path, entry }) => `${entry}\t${path}\0`).join('');
  await tell(place, [...unhooked, 'update-index', '-z', '--index-info'], { input });
}

async function checkOut(place: GitPlace, paths: readonly string[]): Promise<void> {
  const input = paths.map((path) => `${path}\0`).join('');
  await tell(place, [...unhooked, 'checkout-index', '--force', '--index', '-z', '--stdin'], { input });
}

function keptOnes(paths: readonly string[]): Problem {
  return gitProblems.warning('LOCAL_FILES_BEHIND', {
    message: `The release was pushed. These files have changes of their own and were left alone: ${paths.join(', ')}.`,
    fix: 'Compare with `git diff HEAD`, then keep your changes or take the released files with `git checkout HEAD -- FILE`.',
  });
}
