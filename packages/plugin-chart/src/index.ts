import { checkOptions, type Plugin } from '@launchway/core';
import { checksOf } from './checks.ts';
import { contentVerdict } from './content-verdict.ts';
import { notesEdits, notesSection } from './notes.ts';
import { chartRule } from './option-rules.ts';
import { type ChartOptions, layoutOf } from './options.ts';
import { tracksOf } from './tracks.ts';
import { verifyChart } from './verify.ts';

/** The version tracks of a Helm chart and of the app it installs, with the checks and notes that belong to them. */
export function chart(options: ChartOptions): Plugin {
  const misused = checkOptions('chart', options, chartRule);
  if (misused !== undefined) return misused;
  const layout = layoutOf(options);
  const tracks = tracksOf(options);
  const { notes } = options;
  return {
    name: 'chart',
    ...(options.id === undefined ? {} : { id: options.id }),
    tracks,
    checks: checksOf(tracks, layout),
    verify: (context) => verifyChart(context.reads.tree, layout),
    analyze: (context) => contentVerdict(context, layout),
    bump: (context) => (notes === undefined ? [] : notesEdits(context, layout, notes)),
    notes: (context) => (notes === undefined ? [] : notesSection(context, layout, notes)),
  };
}

export type { AppOptions, ChartOptions, NotesOptions, ReleaseOptions } from './options.ts';
export { verifyChart } from './verify.ts';
