import type { Problem } from '../model/problem.ts';
import { gitProblems } from './problems.ts';

/** Says that a path of a release commit is a folder, a link or a submodule, or lies below a file. */
export function notAFile(path: string, where: string): Problem {
  return gitProblems.error('COMMIT_NOT_A_FILE', {
    message: `${path} is not a file in ${where}.`,
    fix: 'Name the file itself in the configuration, not a folder or a link.',
    where: { file: path },
  });
}

/** Whether a tree of git can hold a file of this path: git leaves out any other without an error. */
export const isTreePath = (path: string): boolean =>
  path.split('/').every((part) => part !== '' && !/^(?:\.{1,2}|\.git)$/i.test(part));
