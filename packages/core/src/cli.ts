import { globalsOf } from './arguments/globals.ts';
import { findCommand } from './arguments/parse.ts';
import { withoutAdvice } from './cli/advice.ts';
import { tellCutShort } from './cli/cut-short.ts';
import { withHome } from './cli/home.ts';
import { type Ended, tellLoss } from './cli/loss.ts';
import { type Launch, Program } from './cli/program.ts';
import { everyFlag } from './commands/table.ts';

/**
 * Runs the `release` command.
 * @param argv arguments without the program's name
 * @param version the version of this package
 * @param signal fires when the process is asked to end
 * @returns the exit code
 */
export function main(argv: readonly string[], version: string, signal: AbortSignal): Promise<number> {
  return tellLoss(process, () => run(argv, { process, version, signal }));
}

async function run(argv: readonly string[], launch: Launch): Promise<Ended> {
  const { name, rest } = findCommand(argv, everyFlag);
  const program = new Program(globalsOf(rest), launch);
  withoutAdvice(launch.process);
  withHome(launch.process);
  const toItsEnd = tellCutShort(launch.process, program);
  try {
    const code = await program.run(name, rest);
    return { code: launch.signal.aborted && code !== 0 ? 130 : code, acted: program.hasActed };
  } catch (error) {
    return { code: program.fail(error), acted: program.hasActed };
  } finally {
    await program.close();
    toItsEnd();
  }
}
