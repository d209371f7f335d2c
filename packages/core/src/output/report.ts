import { isError } from '../model/problem.ts';
import type { Report, StepReport, StepState } from '../model/report.ts';
import { table } from './layout.ts';
import { type Again, remainderView } from './remainder.ts';
import { cleaned, oneLine } from './text.ts';
import type { Canvas } from './view.ts';

const marks: Readonly<Record<StepState, string>> = {
  todo: '·',
  done: '✓',
  already: '=',
  failed: '✗',
  skipped: '-',
  conflict: '✗',
  unknown: '?',
};

const words: Readonly<Record<StepState, string>> = {
  todo: 'would be done',
  done: 'done',
  already: 'already so',
  failed: 'failed',
  skipped: 'not run',
  conflict: 'conflict',
  unknown: 'unknown',
};

/** How the command that ran was meant. */
export interface Meant {
  /** Arguments of `release` that complete it; those of a plain `release` unless told. */
  readonly again?: Again;
  /** Whether some of the steps were chosen. */
  readonly isPart?: boolean;
}

/** Shows how a run ended: one line a step, then the outcome. When something is missing: done, missing, the one command. */
export function reportView(given: Report, canvas: Canvas, meant: Meant = {}): readonly string[] {
  const report = cleaned(given);
  const rows = report.steps.map((step) => stepRow(step, canvas));
  const steps = table(rows).flatMap((row, index) => [row, ...preview(report.steps[index])]);
  return [...steps, ...(steps.length === 0 ? [] : ['']), ...ending(report, canvas, meant)];
}

function stepRow(step: StepReport, { style }: Canvas): readonly string[] {
  const paint = paintOf(step.state, { style });
  const why = step.problem === undefined ? '' : style.faint(oneLine(step.problem.message, 100));
  return [`${paint(marks[step.state])} ${step.title}`, paint(words[step.state]), why];
}

function paintOf(state: StepState, { style }: Pick<Canvas, 'style'>): (text: string) => string {
  if (state === 'done') return style.good;
  if (state === 'failed' || state === 'conflict') return style.bad;
  return state === 'unknown' ? style.warn : style.faint;
}

function preview(step: StepReport | undefined): readonly string[] {
  return (step?.preview ?? []).flatMap((lines) => lines.split('\n')).map((line) => `    ${line}`);
}

function ending(report: Report, { style }: Canvas, { again = [], isPart = false }: Meant): readonly string[] {
  const what = subject(report);
  const far = isPart ? ', as far as it was chosen' : '';
  switch (report.outcome) {
    case 'planned':
      return [
        report.problems.some(isError)
          ? style.bad(`Dry run: the release of ${what} would be refused; nothing was changed.`)
          : style.strong(`Dry run: ${foretold(report, what)}; nothing was changed.`),
      ];
    case 'released':
      return [style.good(`Released ${what}${far}.`)];
    case 'resumed':
      return [style.good(`Completed the release of ${what}${far}.`)];
    case 'complete':
      if (isPart && report.steps.length === 0) return [`Nothing to do: no step of ${what} was chosen.`];
      return [
        style.good(`Already complete: ${what}${far}. Every target ${isPart ? 'of it ' : ''}confirms it.`),
      ];
    case 'nothing':
      return ['Nothing to release.'];
    case 'refused':
      return [style.bad('Refused; nothing was changed.')];
    case 'lost':
      return [
        style.warn(
          'Another release came first or the branch moved; nothing was changed. Update, and run `release` again.',
        ),
      ];
    case 'incomplete':
    case 'interrupted': {
      const [first, ...others] = remainderView(report, what, again);
      return [style.warn(first), ...others];
    }
  }
}

/** A release that has no commit yet has not begun, though something that it needs may be there. */
const foretold = ({ commit, steps }: Report, what: string): string =>
  commit !== null && steps.some(({ state }) => state === 'already')
    ? `the release of ${what} would be completed`
    : `${what} would be released`;

/** `chart 0.2.27, app 1.1.1`. */
export function subject(report: Pick<Report, 'versions'>): string {
  const versions = Object.entries(report.versions).map(([track, version]) => `${track} ${version}`);
  return versions.length === 0 ? 'this commit' : versions.join(', ');
}
