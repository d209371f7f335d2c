// @launchway/plugin-chart

export interface AppOptions {
  readonly name?: string;
  readonly form?: string;
  readonly with?: readonly PinOption[];
  readonly paths: readonly string[];
  readonly tag?: TagRule;
}
export interface ChartOptions {
  readonly chart: string;
  readonly release?: ReleaseOptions;
  readonly app?: AppOptions;
  readonly notes?: NotesOptions;
  readonly id?: string;
}
export interface NotesOptions {
  readonly file: string;
  readonly annotation?: string;
  readonly from?: 'file' | 'commits';
  readonly into?: 'package' | 'source';
}
export interface ReleaseOptions {
  readonly name?: string;
  readonly with?: readonly PinOption[];
  readonly paths?: readonly string[];
  readonly follows?: readonly string[];
  readonly tag?: TagRule;
}
export declare function chart(options: ChartOptions): Plugin;
