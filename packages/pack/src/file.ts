/** One file of an archive. */
export interface ArchivedFile {
  /** Its path in the archive, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Whether it is a program; it gets the mode 0755, others 0644. */
  readonly executable?: boolean;
}

/** The permissions of a file in an archive. */
export const modeOf = ({ executable = false }: ArchivedFile): number => (executable ? 0o755 : 0o644);
