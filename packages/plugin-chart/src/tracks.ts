import { type Pin, toPin, type Track } from '@launchway/core';
import { type ChartOptions, layoutOf } from './options.ts';

/** Gives the tracks of a chart: its own, and that of its app, which it ships and therefore follows. */
export function tracksOf(options: ChartOptions): readonly Track[] {
  const { release = {}, app } = options;
  const { chartTrack, appTrack, file, glob } = layoutOf(options);
  const chart: Track = {
    name: chartTrack,
    pins: [{ file, format: 'yaml', pointer: ['version'] }, ...(release.with ?? []).map(toPin)],
    paths: [glob, ...(release.paths ?? [])],
    ...(release.tag === undefined ? {} : { tag: release.tag }),
    ...(appTrack === undefined ? {} : { follows: [appTrack] }),
  };
  if (app === undefined || appTrack === undefined) return [chart];
  const appVersion: Pin = {
    file,
    format: 'yaml',
    pointer: ['appVersion'],
    missing: 'insert',
    after: 'version',
  };
  return [chart, { name: appTrack, pins: [...(app.with ?? []).map(toPin), appVersion], paths: app.paths }];
}
