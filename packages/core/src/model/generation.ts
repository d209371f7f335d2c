/** Commands that make files of the release commit, out of those that it holds already. */
export type Generation = {
  /** Commands, each a list of arguments, run one after the other at the top of a throw-away checkout. */
  readonly run: readonly (readonly string[])[];
  /** The folder whose changes belong into the commit, `''` for all. What git ignores is left out. */
  readonly folder: string;
  /** Added to the environment of the commands. */
  readonly env?: { readonly [name: string]: string };
};
