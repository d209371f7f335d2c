import type { Report, StepReport, StepState } from '../model/report.ts';
import { spellCommand } from './text.ts';

/** A command as its arguments; the first is the program of this package. */
export type Again = readonly string[];

const done: readonly StepState[] = ['done', 'already'];
const most = 4;

/**
 * Says of a release that is not complete, in three lines, what is done, what is missing, and the one command to run.
 * @param again arguments of `release` that complete it
 */
export function remainderView(
  report: Pick<Report, 'steps' | 'outcome'>,
  what: string,
  again: Again,
): readonly [first: string, second: string, third: string] {
  const ready = report.steps.filter(({ state }) => done.includes(state)).map(({ title }) => title);
  const open = report.steps.filter((step) => !done.includes(step.state) && !isSpared(step));
  const state = report.outcome === 'interrupted' ? 'was interrupted' : 'is incomplete';
  const command = `\`npx --no-install release${again.length === 0 ? '' : ` ${spellCommand(again)}`}\``;
  return [
    `The release of ${what} ${state}. Done: ${listOf(ready.length > most ? [...ready.slice(0, most - 1), `${ready.length - most + 1} more`] : ready)}.`,
    `Missing: ${listOf(open.map(spellOpen))}.`,
    open.some((step) => step.state === 'conflict')
      ? `What is there and differs is left alone: see the problem, then run ${command}. It does only what is missing.`
      : `Run ${command}${again[0] === 'publish' ? '' : ' again'}: it does only what is missing.`,
  ];
}

/** What is only made for other steps is nothing that anybody misses, where none of them has needed it. */
const isSpared = ({ phase, state }: StepReport): boolean => phase === 'stage' && state === 'skipped';

function spellOpen({ title, state }: StepReport): string {
  if (state === 'conflict') return `${title} (something else is there)`;
  return state === 'unknown' ? `${title} (not known: it could not be asked)` : title;
}

const listOf = (titles: readonly string[]): string => (titles.length === 0 ? 'nothing' : titles.join('; '));
