import type { CommandOptions, CommandResult } from './command.ts';
import type { Credential, CredentialRef } from './credential.ts';
import type { GitWrites } from './git-writes.ts';
import type { HttpGet, HttpResponse, HttpSend } from './http.ts';

export type * from './command.ts';
export type * from './git-writes.ts';
export type * from './http.ts';

/** A directory tree that can only be read: a commit, the index, or a folder. Paths use `/`. */
export interface Tree {
  /** The file's text as UTF-8, or nothing when there is no such file. */
  text(path: string): Promise<string | undefined>;
  /** The file's bytes, or nothing when there is no such file. */
  bytes(path: string): Promise<Uint8Array | undefined>;
  /** Every entry below a folder (`''` for all), in byte order of the paths. */
  list(folder?: string): Promise<readonly TreeEntry[]>;
}

/** A file, link or submodule of a tree; folders are not listed. */
export interface TreeEntry {
  readonly path: string;
  readonly kind: 'file' | 'executable' | 'link' | 'submodule';
  /** Git's name of the content where the tree is git's. */
  readonly oid?: string;
}

/** The repository's own objects and refs, reading only, never the network. */
export interface GitReads {
  /** The commit a revision names, or nothing. */
  commit(revision: string): Promise<string | undefined>;
  tree(commit: string): Tree;
  /** A commit's whole message. */
  message(commit: string): Promise<string>;
  /** A commit's own date (its committer's), in seconds since 1970; 0 for what is no commit. */
  date(commit: string): Promise<number>;
  isAncestor(ancestor: string, descendant: string): Promise<boolean>;
  /** Paths whose content differs between two commits. */
  changedPaths(from: string, to: string): Promise<readonly string[]>;
  /** The first value of a configuration key. */
  config(key: string): Promise<string | undefined>;
}

/** What the hooks may read: all of it is on this machine. */
export interface PlanReads {
  /** The tree the plan is made for: HEAD, or the release commit. */
  readonly tree: Tree;
  readonly git: GitReads;
  /** A variable of the environment. Not for secrets: those are named by a step and resolved by the core. */
  env(name: string): string | undefined;
}

/** What probes and readiness checks may do: look, near and far. */
export interface Reads extends PlanReads {
  /**
   * Sends a GET or HEAD and gives the answer, whatever its status: only a request without an answer is an error.
   * @throws HTTP_UNREACHABLE, HTTP_DROPPED, HTTP_TIMEOUT (these are transient), HTTP_TLS, HTTP_PROXY,
   * HTTP_GARBLED, HTTP_REDIRECTS, HTTP_TOO_LARGE, HTTP_ADDRESS, HTTP_READ_ONLY, CREDENTIAL_MISSING, INTERRUPTED
   */
  get(request: HttpGet): Promise<HttpResponse>;
  /**
   * Runs a command that only reads. Arguments are a list; no shell is ever involved. Its output is given as it is, not
   * masked.
   * @throws COMMAND_MISSING, COMMAND_FAILED, COMMAND_TIMEOUT (transient), CREDENTIAL_MISSING, INTERRUPTED
   */
  query(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Finds a program as starting it from the top of the repository would; its path, or nothing. */
  program(name: string): Promise<string | undefined>;
  /** Looks a credential up; nothing when none of its variables is set. */
  credential(ref: CredentialRef): Promise<Credential | undefined>;
  /** Makes a value a secret: it is masked in everything that leaves the process from now on. */
  mask(secret: string): void;
  /** A new empty folder in the process's temporary directory, gone when the run ends. */
  scratch(): Promise<string>;
  /** A folder that holds files; reading only. */
  folder(path: string): Tree;
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Waits.
   * @throws INTERRUPTED as soon as the run is interrupted
   */
  sleep(milliseconds: number): Promise<void>;
  /** Says something to the person watching, in one line. */
  say(line: string): void;
}

/** How a file is written. */
export interface WriteOptions {
  /** Whether it is a program, which may be executed; a file that is there keeps its mode unless told. */
  readonly executable?: boolean;
}

/** The one place where the world changes. */
export interface Effects extends Reads {
  /**
   * Writes a file below a scratch folder or a checkout, whole or not at all; makes the folders it needs.
   * @throws FILE_OUTSIDE for any other place, also one that is reached by a symbolic link
   */
  write(path: string, content: string | Uint8Array, options?: WriteOptions): Promise<void>;
  /** Sends a request that may change something; otherwise as {@link Reads.get}. */
  send(request: HttpSend): Promise<HttpResponse>;
  /** Runs any command; otherwise as {@link Reads.query}. Its output is masked. */
  exec(argv: readonly string[], options?: CommandOptions): Promise<CommandResult>;
  /** Gives the folder of a throw-away checkout of a commit; the repository's own working tree is not touched. */
  checkout(commit: string): Promise<string>;
  /** The git actions of the commit point. */
  readonly repository: GitWrites;
}
