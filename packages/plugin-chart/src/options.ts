import { inside, type PinOption, plainPath, type TagRule } from '@launchway/core';

/** Options of `chart()`. */
export interface ChartOptions {
  /** Folder of the chart, from the top of the repository; where its Chart.yaml is. */
  readonly chart: string;
  /** The chart's own version: Chart.yaml `version`. */
  readonly release?: ReleaseOptions;
  /** The version of what the chart installs: Chart.yaml `appVersion`. Left out, the chart has no app track. */
  readonly app?: AppOptions;
  readonly notes?: NotesOptions;
  /** Tells two charts of one flow apart. */
  readonly id?: string;
}

/** The version line of the chart itself. */
export interface ReleaseOptions {
  /** Name of the track; `chart` unless told. */
  readonly name?: string;
  /** Further files that hold the same version. */
  readonly with?: readonly PinOption[];
  /** Globs of further paths that count, besides the chart's own folder. */
  readonly paths?: readonly string[];
  /** Tracks that this one ships, besides its app: those of charts that it depends on. */
  readonly follows?: readonly string[];
  /** When the version is also a git tag. */
  readonly tag?: TagRule;
}

/** The version line of what the chart installs. */
export interface AppOptions {
  /** Name of the track; `app` unless told. */
  readonly name?: string;
  /** How Chart.yaml writes it, such as `v{version}`; the version by itself unless told. */
  readonly form?: string;
  /** Files that hold the same version; the first is the truth. */
  readonly with?: readonly PinOption[];
  /** Globs of the paths that count. */
  readonly paths: readonly string[];
  /** When the version is also a git tag. */
  readonly tag?: TagRule;
}

/** The notes of a release, for users of the chart. */
export interface NotesOptions {
  /** The notes for users of the chart, in Markdown. */
  readonly file: string;
  /** Annotation of Chart.yaml that carries them. */
  readonly annotation?: string;
  /** `file` (the default): written by hand before each release. `commits`: written by the release, from its commits. */
  readonly from?: 'file' | 'commits';
  /** Whether the annotation is in the published copy of Chart.yaml alone (the default), or in the repository's too. */
  readonly into?: 'package' | 'source';
}

/** The options with every name and path settled. */
export interface ChartLayout {
  /** The chart's folder without a slash at the end; empty for the top of the repository. */
  readonly folder: string;
  /** Path of Chart.yaml. */
  readonly file: string;
  readonly chartTrack: string;
  readonly appTrack: string | undefined;
  /** Glob of all that is in the chart's folder. */
  readonly glob: string;
}

/** Settles the names and paths of a chart. */
export function layoutOf(options: ChartOptions): ChartLayout {
  const folder = plainPath(options.chart);
  return {
    folder,
    file: inside(folder, 'Chart.yaml'),
    chartTrack: options.release?.name ?? 'chart',
    appTrack: options.app === undefined ? undefined : (options.app.name ?? 'app'),
    glob: inside(folder.replace(/[*?[\]{}()!\\]/g, String.raw`\$&`), '**'),
  };
}

/** Gives a path's form inside a folder, or nothing when it is elsewhere. */
export function relativeTo(folder: string, path: string): string | undefined {
  if (folder === '') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
