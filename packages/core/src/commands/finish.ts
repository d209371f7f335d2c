import { textFlag } from '../arguments/given.ts';
import { selectionArguments } from '../arguments/selection.ts';
import { defined } from '../model/defined.ts';
import type { JournalEvent } from '../model/journal.ts';
import type { Plan } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { notice, outputsFile, summary } from '../output/github.ts';
import { dotenv } from '../output/gitlab.ts';
import { outputsOf } from '../output/outputs.ts';
import { reportView, subject } from '../output/report.ts';
import type { ApplyOptions } from '../session/engine.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';
import { exitCodeOf, nothingToRelease } from './exit-code.ts';
import { commandProblems } from './problems.ts';

interface CarryOutOptions extends Pick<ApplyOptions, 'only' | 'skip' | 'withCommit'> {
  /** The arguments of `release` that complete what a run leaves. */
  readonly again: readonly string[];
  /** What is to be told besides what becomes of the plan. */
  readonly aside?: Promise<readonly Problem[]>;
}

/** Carries a plan out, tells how it goes, and tells people and CI how it ended. Gives the exit code. */
export async function carryOut(
  plan: Plan,
  session: Session,
  invocation: Invocation,
  { again, aside, ...selection }: CarryOutOptions,
): Promise<number> {
  const { console, flags } = invocation;
  const file = textFlag(flags, 'events');
  const journal = file === undefined ? undefined : await openJournal(file, invocation);
  const report = await session.engine.apply(plan, {
    ...selection,
    watch: (step, state) => {
      if (state === 'running') console.progress(`${step.title} ...`);
    },
    ...journal?.options,
  });
  const unwritten = (await journal?.written()) ?? [];
  return tell(report, invocation, { record: true, again, unwritten, aside: (await aside) ?? [] });
}

/** The journal that `--events` names: what it holds, and each event as it comes. A release does not stop over it. */
async function openJournal(file: string, { terminal }: Invocation) {
  const before = await terminal.read(file);
  let writing: Promise<readonly Problem[]> = Promise.resolve([]);
  return {
    options: {
      ...defined({ journal: before }),
      events: (event: JournalEvent): void => {
        writing = writing.then(async (lost) =>
          lost.length > 0 ? lost : attempt(file, () => terminal.append(file, `${JSON.stringify(event)}\n`)),
        );
      },
    },
    /** Waits for the last event, and gives what kept the journal from being written. */
    written: () => writing,
  };
}

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
  const lost = [...unwritten, ...(record ? await leave(report, invocation, again) : [])];
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

/** Leaves for other jobs what they may want to know. Gives what kept it from being written. */
async function leave(
  report: Report,
  { terminal, ci, flags }: Invocation,
  again: readonly string[],
): Promise<readonly Problem[]> {
  const outputs = outputsOf(report);
  const { GITHUB_OUTPUT: output = '', GITHUB_STEP_SUMMARY: page = '' } = terminal.env;
  const inGitlab = ci.provider === 'gitlab' ? 'launchway.env' : '';
  const file = textFlag(flags, 'dotenv') ?? terminal.env['LAUNCHWAY_DOTENV'] ?? inGitlab;
  const onGithub = ci.provider === 'github';
  const lost = [
    onGithub && (await attempt(output, () => terminal.append(output, outputsFile(outputs)))),
    onGithub && (await attempt(page, () => terminal.append(page, summary(report, again)))),
    await attempt(file, () => terminal.write(file, dotenv(outputs))),
  ];
  return lost.flatMap((problems) => problems || []);
}

/** Writes a file that a run leaves; an empty name is none. What goes wrong is told, for the release stands all the same. */
async function attempt(file: string, write: () => Promise<void>): Promise<readonly Problem[]> {
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
