import { commandProblems } from '../commands/problems.ts';
import { ReleaseError } from '../model/problem.ts';
import type { Program } from './program.ts';

/**
 * Tells where the process ends before its command does: what it loaded called `process.exit`, or waits for what never
 * comes. Node would end it without a word, with 0 or 13.
 * @returns to be called when the command has ended
 */
export function tellCutShort(
  process: NodeJS.Process,
  program: Pick<Program, 'fail' | 'hasActed'>,
): () => void {
  const tell = (): void => {
    const problem = commandProblems.error('COMMAND_CUT_SHORT', {
      message: 'The configuration or a plugin has ended the command, or waits for what never comes.',
      fix: 'Look there for `process.exit()`, and for an `await` of a promise that nobody keeps.',
    });
    process.exitCode = program.fail(new ReleaseError([problem], program.hasActed ? 'failed' : 'refused'));
  };
  process.once('exit', tell);
  return () => process.off('exit', tell);
}
