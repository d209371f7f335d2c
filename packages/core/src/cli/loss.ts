import { setImmediate } from 'node:timers/promises';
import { exitCodeOf } from '../commands/shared/exit-code.ts';
import { commandProblems } from '../commands/problems.ts';
import { machineReason } from '../model/machine.ts';
import { problemsView } from '../output/problems.ts';
import { makeStyle } from '../output/style.ts';

interface Streams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** How the program ended. */
export interface Ended {
  readonly code: number;
  /** Whether something may have been changed. */
  readonly acted: boolean;
}

/**
 * Runs the program to its end though its output can no longer be written, for a release does not stop over that. An
 * answer that was lost is told on standard error and by the exit code; whoever closes a pipe, as `head` does, wants no more.
 */
export async function tellLoss({ stdout, stderr }: Streams, run: () => Promise<Ended>): Promise<number> {
  let lost: string | undefined;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') lost ??= machineReason(error) ?? error.message;
  });
  stderr.on('error', () => undefined);
  const { code, acted } = await run();
  await setImmediate(); // a stream tells of its error after the write
  if (lost === undefined) return code;
  const problem = commandProblems.error('OUTPUTS_UNWRITTEN', {
    message: `Standard output could not be written: ${lost}.`,
    fix: 'Mend that and run again: what is done is recognised, and told.',
  });
  const canvas = { style: makeStyle(false), width: 100, verbose: false };
  stderr.write(`${problemsView([problem], canvas).join('\n')}\n`);
  return code || exitCodeOf(acted ? 'incomplete' : 'refused');
}
