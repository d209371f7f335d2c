import { defined, type Pin, toPin, type Track } from '@launchway/core';
import type { AboutChart } from '@launchway/helm';
import { type ChartOptions, layoutOf, type NotesOptions } from './options.ts';

/** Gives the tracks of a chart: its own, and that of its app, which it ships and therefore follows. */
export function tracksOf(options: ChartOptions): readonly Track[] {
  const { release = {}, app, notes } = options;
  const { chartTrack, appTrack, file, glob } = layoutOf(options);
  const follows = [...(appTrack === undefined ? [] : [appTrack]), ...(release.follows ?? [])];
  const chart: Track = {
    name: chartTrack,
    pins: [{ file, format: 'yaml', pointer: ['version'] }, ...(release.with ?? []).map(toPin)],
    paths: [glob, ...(release.paths ?? [])],
    ...defined({ tag: release.tag }),
    ...(follows.length === 0 ? {} : { follows }),
    ...aboutOf(notes),
  };
  if (app === undefined || appTrack === undefined) return [chart];
  const appVersion: Pin = {
    file,
    format: 'yaml',
    pointer: ['appVersion'],
    ...defined({ form: app.form }),
    missing: 'insert',
    after: 'version',
  };
  const pins = [...(app.with ?? []).map(toPin), appVersion];
  const tag = defined({ tag: app.tag });
  return [chart, { name: appTrack, pins, paths: app.paths, ...tag }];
}

/** Tells publishing plugins of the annotation that is to be in the package and not in the source. */
function aboutOf(notes: NotesOptions | undefined): { readonly about?: AboutChart } {
  if (notes?.annotation === undefined || notes.into === 'source') return {};
  return { about: { notesAnnotation: notes.annotation } };
}
