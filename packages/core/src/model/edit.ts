import type { Problem } from './problem.ts';

/** A change of one file's text. Edits of one path are applied in the order the plan holds them. */
export interface Edit {
  readonly path: string;
  /** The reason in a few words, such as `chart 0.2.27`; several for a file that many share. */
  readonly why: string | readonly string[];
  /**
   * Gives the new text; must leave alone what it does not mean to change.
   * @param text the file's text, or an empty text when there is no such file and {@link Edit.creates} is set
   */
  apply(text: string): string;
  /** True when the file may be new. */
  readonly creates?: boolean;
}

/** A section of the notes, in Markdown. */
export interface Section {
  readonly track: string;
  readonly markdown: string;
  /** True for text made from commits: it stands only where no plugin wrote a section for the track. */
  readonly generated?: boolean;
  /** What is wrong with it, such as notes that were written for another release. Told of a new release alone. */
  readonly problems?: readonly Problem[];
}
