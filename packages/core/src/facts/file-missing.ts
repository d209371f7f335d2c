import { posix } from 'node:path';
import type { Tree, TreeEntry } from '../model/ports.ts';
import type { Pin, Track } from '../model/track.ts';
import { factProblems } from './problems.ts';

/**
 * Gives the refusal of a pin whose file a commit does not hold: what is in its way, or which file may be meant.
 * @returns PIN_FILE_MISSING
 */
export async function fileMissing(tree: Tree, track: Track, { file }: Pin): Promise<Error> {
  const entries = await tree.list('');
  const barrier = entries.find(
    ({ path, kind }) =>
      (kind === 'link' || kind === 'submodule') && (path === file || file.startsWith(`${path}/`)),
  );
  const near = nearTo(file, entries);
  return factProblems.refusal('PIN_FILE_MISSING', {
    message: `The commit holds no file ${file}, which the track "${track.name}" keeps its version in.${inTheWay(barrier)}`,
    fix:
      near === ''
        ? `Commit ${file}, as a file and no symbolic link, or correct its path; for a \`track()\` that was never released, set \`initial\`.`
        : `Is it ${near}? Correct the path in the configuration, commit ${file}, as a file and no symbolic link, or take the track out where it is gone for good.`,
    where: { file },
  });
}

function inTheWay(barrier: TreeEntry | undefined): string {
  if (barrier === undefined) return '';
  const what =
    barrier.kind === 'link'
      ? 'a symbolic link, which releases do not follow'
      : 'a submodule, whose files are in a repository of their own';
  return ` ${barrier.path} is ${what}.`;
}

/** Files of the same name in other folders, in another case, or with the other ending of YAML. */
function nearTo(file: string, entries: readonly TreeEntry[]): string {
  const wanted = plain(posix.basename(file));
  const same = entries.flatMap(({ path, kind }) =>
    kind === 'file' && path !== file && plain(posix.basename(path)) === wanted ? [path] : [],
  );
  const isClose = (path: string): boolean => sharesFolder(path, file);
  const close = same.filter(isClose);
  return (close.length > 0 ? close : same).slice(0, 3).join(', ');
}

const plain = (name: string): string => name.toLowerCase().replace(/\.yml$/, '.yaml');

/** Whether one lies in the folder of the other, or below it. */
function sharesFolder(path: string, other: string): boolean {
  const [folder, second] = [posix.dirname(path), posix.dirname(other)];
  return `${second}/`.startsWith(`${folder}/`) || `${folder}/`.startsWith(`${second}/`);
}
