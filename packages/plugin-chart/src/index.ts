import { checkOptions, type Plugin } from '@launchway/core';
import { checksOf } from './checks.ts';
import { chartRule } from './option-rules.ts';
import { type ChartOptions, layoutOf } from './options.ts';
import { tracksOf } from './tracks.ts';

/** The version tracks of a Helm chart and of the app it installs, with the checks and notes that belong to them. */
export function chart(options: ChartOptions): Plugin {
  const misused = checkOptions('chart', options, chartRule);
  if (misused !== undefined) return misused;
  const layout = layoutOf(options);
  const tracks = tracksOf(options);
  const { notes } = options;
  return {
    name: 'chart',
    id: options.id,
    tracks,
    checks: checksOf(tracks, layout),
    verify: async (context) => (await hooks()).verifyChart(context.reads.tree, layout),
    analyze: async (context) => (await hooks()).contentVerdict(context, layout),
    bump: async (context) => (notes === undefined ? [] : (await hooks()).notesEdits(context, layout, notes)),
    notes: async (context) =>
      notes === undefined ? [] : (await hooks()).notesSection(context, layout, notes),
  };
}

const hooks = () => import('./hooks.ts');

export type { AppOptions, ChartOptions, NotesOptions, ReleaseOptions } from './options.ts';
