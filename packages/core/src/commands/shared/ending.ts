import { selectionArguments } from '../../arguments/selection.ts';
import { endingOf, isError, type Problem } from '../../model/problem.ts';
import type { Report } from '../../model/report.ts';
import { notice } from '../../output/github.ts';
import { reportView, subject } from '../../output/report.ts';
import type { Invocation } from '../../session/invocation.ts';
import { exitCodeOf, nothingToRelease } from './exit-code.ts';
import { leaveOutputs } from './outputs.ts';

interface Ending {
  /** Whether other jobs are left what they may want to know. */
  readonly record: boolean;
  /** Arguments of `release` that complete it. */
  readonly again?: readonly string[];
  /** What could not be written so far of what is left. */
  readonly unwritten?: readonly Problem[];
  /** What is to be told besides what became of the plan. */
  readonly aside?: readonly Problem[];
}

/** Tells people and CI how a run ended. Gives the exit code. */
export async function tell(
  report: Report,
  invocation: Invocation,
  { record, again = [], unwritten = [], aside = [] }: Ending,
): Promise<number> {
  const { console, ci, json, flags } = invocation;
  const isPart = selectionArguments(flags).length > 0;
  const lost = [...unwritten, ...(record ? await leaveOutputs(report, invocation, again) : [])];
  const told = { ...report, problems: [...report.problems, ...aside, ...lost] };
  console.problems(told.problems);
  console.answer(json ? [] : reportView(told, console.canvas, { again, isPart }));
  if (json) console.json(told);
  if (record && ci.provider === 'github' && report.outcome === 'released')
    console.notice(notice(`Released ${subject(report)}`));
  const idle = report.outcome === 'nothing' || report.outcome === 'complete';
  if (lost.length > 0) return exitCodeOf(report.outcome) || exitCodeOf('incomplete');
  if (idle && flags['fail-if-nothing'] === true) return nothingToRelease;
  return exitCodeOf(report.outcome);
}

/** Tells how a run would end, by a dry run. Gives the exit code that a run would have, as far as can be told. */
export async function tellDryRun(
  report: Report,
  invocation: Invocation,
  aside: readonly Problem[] = [],
): Promise<number> {
  const code = await tell(report, invocation, { record: false, aside });
  const errors = report.problems.filter(isError);
  return errors.length === 0 ? code : exitCodeOf(endingOf(errors));
}
