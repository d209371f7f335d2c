import type { JsonObject, Track } from '@launchway/core';

/** What the plugin of a chart's track tells the plugins that publish the chart. */
export type AboutChart = {
  /** The annotation that carries the notes of a release in the published Chart.yaml. */
  readonly notesAnnotation?: string;
};

/** Reads what a track says of its chart. */
export function aboutChart(track: Pick<Track, 'about'> | undefined): AboutChart {
  const about: JsonObject = track?.about ?? {};
  const { notesAnnotation } = about;
  return typeof notesAnnotation === 'string' ? { notesAnnotation } : {};
}

/**
 * Gives notes as an annotation carries them: without white space at the ends of lines, which would make helm write one
 * long quoted line, and without control characters, for which it refuses the chart.
 */
export function annotationText(notes: string): string {
  const printable = notes.replace(/[^\P{Cc}\t\n]|\uFEFF/gu, '');
  return `${printable.replace(/[ \t]+$/gm, '').trim()}\n`;
}
