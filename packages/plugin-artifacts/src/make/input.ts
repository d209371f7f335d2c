import type { Deferred } from '@launchway/core';
import type { Format } from '../options.ts';

/** How one file of a release comes about; the input of the step that makes it. */
export type MakeInput = {
  /** The file's name. */
  readonly name: string;
  readonly commit: Deferred<string>;
  readonly source: BuildSource | FileSource;
  /** How it is packed; `null` for a file that is offered as it is. */
  readonly packing: Packing | null;
};

/** A command that makes a program in a checkout of the commit. */
export type BuildSource = {
  readonly from: 'build';
  /** Arguments in which `{output}` is still to be filled in. */
  readonly run: readonly string[];
  readonly folder: string;
  readonly env: { readonly [name: string]: string };
  /** Where the command leaves the program, from the top of the checkout; `null` where it is told. */
  readonly output: string | null;
  /** Milliseconds. */
  readonly timeout: number;
  /** As messages name it: `linux/amd64`. */
  readonly target: string;
  /** The only kind of host that can build it; `null` for any. */
  readonly host: string | null;
  /** Folder of the working tree where another host's work is found. */
  readonly handed: string;
};

/** A file that is there. */
export type FileSource = {
  readonly from: 'file';
  /** A glob that means one file. */
  readonly path: string;
  /** Folder it starts from; the top of the working tree where it is empty. */
  readonly folder: Deferred<string>;
};

export type Packing = {
  readonly format: Format;
  /** Name of the program in the archive. */
  readonly program: string;
  /** Folder all files of the archive are in; `''` for none. */
  readonly folder: string;
  /** Folder of the commit whose files are packed without it; `''` for none. */
  readonly base: string;
  /** Globs of files of the commit that are packed too. */
  readonly with: readonly string[];
  /** Whether each glob must match something. */
  readonly strict: boolean;
};

/** What is known of a file once it is made. */
export type MadeOutput = {
  /** Absolute path. */
  readonly file: string;
  /** Lower-case hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
};
