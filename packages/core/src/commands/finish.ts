import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import { notice, outputsFile, summary } from '../output/github.ts';
import { dotenv } from '../output/gitlab.ts';
import { outputsOf } from '../output/outputs.ts';
import { reportView, subject } from '../output/report.ts';
import { textFlag } from './args.ts';
import { exitCodeOf, nothingToRelease } from './exit-code.ts';
import type { ApplyOptions, Invocation, Session } from './session.ts';

/** Carries a plan out, tells how it goes, and tells people and CI how it ended. Gives the exit code. */
export async function carryOut(
  plan: Plan,
  session: Session,
  invocation: Invocation,
  selection: Pick<ApplyOptions, 'only' | 'skip' | 'withCommit'> = {},
): Promise<number> {
  const { console, terminal, flags } = invocation;
  const file = textFlag(flags, 'events');
  const before = file === undefined ? undefined : await terminal.read(file);
  let writing = Promise.resolve();
  const report = await session.engine.apply(plan, {
    ...selection,
    watch: (step, state) => {
      if (state === 'running') console.progress(`${step.title} ...`);
    },
    ...(before === undefined ? {} : { journal: before }),
    ...(file === undefined
      ? {}
      : {
          events: (event) => {
            writing = writing.then(() => terminal.append(file, `${JSON.stringify(event)}\n`));
          },
        }),
  });
  await writing;
  return tell(report, invocation, { record: true });
}

/** Tells people and CI how a run ended. Gives the exit code. */
export async function tell(
  report: Report,
  invocation: Invocation,
  { record }: { readonly record: boolean },
): Promise<number> {
  const { console, ci, json } = invocation;
  console.problems(report.problems);
  console.answer(json ? [] : reportView(report, console.canvas));
  if (json) console.json(report);
  if (record) await leave(report, invocation);
  if (record && ci.provider === 'github' && report.outcome === 'released')
    console.notice(notice(`Released ${subject(report)}`));
  const idle = report.outcome === 'nothing' || report.outcome === 'complete';
  if (idle && invocation.flags['fail-if-nothing'] === true) return nothingToRelease;
  return exitCodeOf(report.outcome);
}

/** Leaves for other jobs what they may want to know. */
async function leave(report: Report, { terminal, ci, flags }: Invocation): Promise<void> {
  const outputs = outputsOf(report);
  const { GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: page } = terminal.env;
  if (ci.provider === 'github' && output !== undefined && output !== '')
    await terminal.append(output, outputsFile(outputs));
  if (ci.provider === 'github' && page !== undefined && page !== '')
    await terminal.append(page, summary(report));
  const inGitlab = ci.provider === 'gitlab' ? 'launchway.env' : undefined;
  const file = textFlag(flags, 'dotenv') ?? terminal.env['LAUNCHWAY_DOTENV'] ?? inGitlab;
  if (file !== undefined && file !== '') await terminal.write(file, dotenv(outputs));
}
