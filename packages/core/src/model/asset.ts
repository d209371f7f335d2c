import type { Deferred } from './step.ts';

/** A file that a release offers for download. A stage step makes it; the forges' plugins upload it. */
export interface Asset {
  /**
   * The file's name, unique in the release: ASCII letters, digits, `.`, `_`, `+` and `-`, first and last a letter or
   * digit. Forges rename or refuse others.
   */
  readonly name: string;
  /** What people read instead of the name, where the forge shows it. */
  readonly label?: string;
  /** The media type of the content, such as `application/gzip`. */
  readonly mediaType: string;
  /** Absolute path of the file on the machine that made it. */
  readonly file: Deferred<string>;
  /** Lower-case hex SHA-256 of the content. */
  readonly sha256: Deferred<string>;
  /** Size of the content in bytes. */
  readonly size: Deferred<number>;
  /** The track whose release offers it; left out, every release does. */
  readonly track?: string;
}
