import type { Report } from '../model/report.ts';
import { table } from './layout.ts';
import { subject } from './report.ts';
import { cleaned, oneLine } from './text.ts';
import type { Canvas } from './view.ts';

/** Shows every target of a release: published, missing, differs, unknown. */
export function statusView(given: Report, { style }: Canvas): readonly string[] {
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
  return [style.strong(subject(report)), '', ...table(rows).map((row) => `  ${row}`)];
}

/** The word of a status for machines. */
export function targetState(
  state: Report['steps'][number]['state'],
): 'published' | 'missing' | 'differs' | 'unknown' {
  if (state === 'already' || state === 'done') return 'published';
  if (state === 'conflict') return 'differs';
  return state === 'unknown' ? 'unknown' : 'missing';
}
