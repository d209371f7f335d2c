import type { Deferred } from '@launchway/core';

/**
 * All that a package is made of, as plain JSON: any process that has the commit makes the same bytes of it. So the
 * targets need no file from the step that made it first.
 */
export type Recipe = {
  /** Folder of the chart in the repository, empty for the top. */
  readonly chart: string;
  readonly commit: Deferred<string>;
  readonly name: string;
  readonly version: string;
  readonly generate: readonly (readonly string[])[];
  /** Annotations of Chart.yaml that the package has besides those of the source. */
  readonly annotations: { readonly [key: string]: string };
  /** Text of `app-readme.md`. */
  readonly appReadme: string | null;
  /** What the section "What's new" of README.md says. */
  readonly whatsNew: string | null;
};
