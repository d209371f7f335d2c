import { textFlag } from '../../arguments/given.ts';
import { defined } from '../../model/defined.ts';
import type { JournalEvent } from '../../model/journal.ts';
import type { Plan } from '../../model/plan.ts';
import type { Problem } from '../../model/problem.ts';
import type { ApplyOptions } from '../../session/engine.ts';
import type { Invocation } from '../../session/invocation.ts';
import type { Session } from '../../session/session.ts';
import { tell } from './ending.ts';
import { attempt, proveNamedFiles } from './outputs.ts';

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
  await proveNamedFiles(invocation);
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
