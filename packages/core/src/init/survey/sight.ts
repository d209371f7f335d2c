import type { ForgeFacts } from '../../model/facts.ts';

/** What `release init` sees of a repository; all of it is on this machine, and none of it is executed. */
export interface Sight {
  /** The repository's name: the last part of its remote's path, else of its folder. */
  readonly name: string;
  /** The branch that is released from. */
  readonly branch: string;
  readonly forge?: ForgeFacts;
  /** Address of the remote, without credentials. */
  readonly remote?: string;
  readonly tags: readonly string[];
  /** Whether the clone lacks history, and perhaps tags. */
  readonly isShallow: boolean;
  /** Paths of the tracked files, in byte order. */
  readonly paths: readonly string[];
  text(path: string): Promise<string | undefined>;
}
