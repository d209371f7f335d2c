import { exitCodeOf } from '../commands/shared/exit-code.ts';
import { commandProblems } from '../commands/problems.ts';
import { machineTrouble } from '../hooks/machine.ts';
import { schemaVersion } from '../model/plan.ts';
import { isReleaseError, type Problem } from '../model/problem.ts';
import type { Report, ReportOutcome } from '../model/report.ts';

/** What is told of an error that ended a command. */
export interface Failure {
  readonly report: Report;
  readonly code: number;
  /** For `--verbose`: only of an error that nobody foresaw. */
  readonly stack?: string;
}

export interface Circumstances {
  readonly interrupted: boolean;
  /** Whether something may have been changed already. */
  readonly acting: boolean;
}

/** Turns whatever ended a command into a report and an exit code. */
export function failureOf(error: unknown, circumstances: Circumstances): Failure {
  const outcome = outcomeOf(error, circumstances);
  const code = exitCodeOf(outcome);
  if (isReleaseError(error)) return { report: withoutPlan(error.problems, outcome), code };
  const machine = machineTrouble(error);
  if (machine !== undefined) return { report: withoutPlan([machine], outcome), code };
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { report: withoutPlan([unexpected(error)], outcome), code, stack };
}

function outcomeOf(error: unknown, { interrupted, acting }: Circumstances): ReportOutcome {
  if (interrupted) return 'interrupted';
  if (isReleaseError(error)) return error.kind === 'failed' ? 'incomplete' : error.kind;
  return acting ? 'incomplete' : 'refused';
}

function unexpected(error: unknown): Problem {
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return commandProblems.error('UNEXPECTED', {
    message: `Something happened that should not: ${said.split('\n', 1)[0] ?? ''}`,
    fix: 'Run it again with `--verbose` and report what it prints, please. Running `release` again is safe: it does only what is missing.',
  });
}

/** The report of a run that ended before there was a plan. */
function withoutPlan(problems: readonly Problem[], outcome: ReportOutcome): Report {
  return {
    schema: schemaVersion,
    plan: '',
    flow: '',
    outcome,
    commit: null,
    versions: {},
    tags: [],
    steps: [],
    problems,
  };
}
