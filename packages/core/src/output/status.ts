import type { Report } from '../model/report.ts';
import { table } from './layout.ts';
import { type Again, remainderView } from './remainder.ts';
import { subject } from './report.ts';
import { cleaned, oneLine } from './text.ts';
import type { Canvas } from './view.ts';

/**
 * Shows every target of a release: published, missing, differs, unknown; then whether it is complete, and if not the one
 * command that completes it.
 */
export function statusView(given: Report, { style }: Canvas, again: Again): readonly string[] {
  const report = cleaned(given);
  if (report.steps.length === 0) return [`Nothing is published by this flow for ${subject(report)}.`];
  const rows = report.steps.map((step) => {
    const problem = step.problem === undefined ? '' : style.faint(oneLine(step.problem.message, 100));
    const target = [style.strong(step.id), step.title];
    if (step.state === 'already' || step.state === 'done')
      return [...target, style.good('published'), problem];
    if (step.state === 'conflict') return [...target, style.bad('differs'), problem];
    return [...target, step.state === 'unknown' ? style.warn('unknown') : style.warn('missing'), problem];
  });
  const shown = [style.strong(subject(report)), '', ...table(rows).map((row) => `  ${row}`)];
  if (report.steps.every(({ state }) => targetState(state) === 'published'))
    return [...shown, '', style.good(`The release of ${subject(report)} is complete.`)];
  const [first, ...others] = remainderView({ ...report, outcome: 'incomplete' }, subject(report), again);
  return [...shown, '', style.warn(first), ...others];
}

/** The word of a status for machines. */
export function targetState(
  state: Report['steps'][number]['state'],
): 'published' | 'missing' | 'differs' | 'unknown' {
  if (state === 'already' || state === 'done') return 'published';
  if (state === 'conflict') return 'differs';
  return state === 'unknown' ? 'unknown' : 'missing';
}
