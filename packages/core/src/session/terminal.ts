/** The files that the user and the CI name, by their paths from {@link Terminal.cwd}. */
export interface NamedFiles {
  /** Reads a file; nothing when there is none. */
  read(path: string): Promise<string | undefined>;
  write(path: string, content: string): Promise<void>;
  /** Writes a file that is not there yet; false, and nothing written, where there is one. */
  create(path: string, content: string): Promise<boolean>;
  append(path: string, content: string): Promise<void>;
  /** Proves that a file could be written, and leaves nothing of it. */
  proveWritable(path: string): Promise<void>;
  /** Whether a folder is there with something in it. */
  isTaken(path: string): Promise<boolean>;
}

/** What a command may know of the process and ask of the person. */
export interface Terminal extends NamedFiles {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path the command was started for. */
  readonly cwd: string;
  /** Whether somebody can be asked. */
  readonly interactive: boolean;
  /** Numbers of the user and of their group, where the system has them. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The version of Node. */
  readonly node: string;
  /** Asks a question that is answered with yes or no. */
  confirm(question: string): Promise<boolean>;
  readonly now: () => number;
  /**
   * Runs this program once more with the same arguments, on the same streams. Gives its exit code.
   * @param wrapper a program with arguments that runs it, such as `['nice', '-n', '5']`
   * @param signal asks it to end
   */
  again(
    wrapper: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
    signal: AbortSignal,
  ): Promise<number>;
}
