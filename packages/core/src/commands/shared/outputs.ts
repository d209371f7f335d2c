import { textFlag } from '../../arguments/given.ts';
import type { Problem } from '../../model/problem.ts';
import type { Report } from '../../model/report.ts';
import { outputsFile, summary } from '../../output/github.ts';
import { dotenv } from '../../output/gitlab.ts';
import { outputsOf } from '../../output/outputs.ts';
import type { Invocation } from '../../session/invocation.ts';
import { commandProblems } from '../problems.ts';

/**
 * Proves, before anything is changed, that the files which somebody named for a run to leave could be written.
 * @throws FILE_UNWRITABLE
 */
export async function proveNamedFiles({ terminal, flags }: Invocation): Promise<void> {
  const named = [textFlag(flags, 'events'), textFlag(flags, 'dotenv') ?? terminal.env['LAUNCHWAY_DOTENV']];
  for (const file of named) if (file) await terminal.proveWritable(file);
}

/** Leaves for other jobs what they may want to know. Gives what kept it from being written. */
export async function leaveOutputs(
  report: Report,
  { terminal, ci, flags }: Invocation,
  again: readonly string[],
): Promise<readonly Problem[]> {
  const outputs = outputsOf(report);
  const { GITHUB_OUTPUT: output = '', GITHUB_STEP_SUMMARY: page = '' } = terminal.env;
  const inGitlab = ci.provider === 'gitlab' ? 'launchway.env' : '';
  const file = textFlag(flags, 'dotenv') ?? terminal.env['LAUNCHWAY_DOTENV'] ?? inGitlab;
  const onGithub = ci.provider === 'github';
  return [
    ...(onGithub ? await attempt(output, () => terminal.append(output, outputsFile(outputs))) : []),
    ...(onGithub ? await attempt(page, () => terminal.append(page, summary(report, again))) : []),
    ...(await attempt(file, () => terminal.write(file, dotenv(outputs)))),
  ];
}

/** Writes a file that a run leaves; an empty name is none. What goes wrong is told, for the release stands all the same. */
export async function attempt(file: string, write: () => Promise<void>): Promise<readonly Problem[]> {
  try {
    if (file !== '') await write();
    return [];
  } catch (error) {
    return [
      commandProblems.error('OUTPUTS_UNWRITTEN', {
        message: error instanceof Error ? error.message : String(error),
        fix: 'Mend that and run again: the release is looked at, and what other jobs wait for is written.',
        where: { file },
      }),
    ];
  }
}
