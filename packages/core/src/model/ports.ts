import type { CredentialRef, Credential } from './credential.ts';
import type { Problem } from './problem.ts';

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

/** What every request can say. The credential is resolved by the core when it is sent. */
export interface HttpRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly credential?: CredentialRef;
  /** Milliseconds for one try; 60 000 unless told. */
  readonly timeout?: number;
  /** What to do with a 3xx: `manual` gives it back; `follow` (the default) goes along, without credentials to another host. */
  readonly redirect?: 'manual' | 'follow';
  /** Largest body accepted, in bytes; 64 MiB unless told. */
  readonly limit?: number;
  /** A PEM bundle to trust besides the usual roots. */
  readonly ca?: string;
  /** Tries in all; 4 unless told. */
  readonly tries?: number;
}

/** A request that only looks; GET unless told. */
export interface HttpGet extends HttpRequest {
  readonly method?: 'GET' | 'HEAD';
}

/** A request that may change something. */
export interface HttpSend extends HttpRequest {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Bytes, text, or a file that is streamed; a fresh body is made for every try. */
  readonly body?: Uint8Array | string | { readonly file: string };
  /**
   * `idempotent` requests are tried again after any transient failure, others only when the server cannot have seen
   * them or said 429. PUT and DELETE are idempotent unless told, POST and PATCH are not.
   */
  readonly idempotent?: boolean;
}

/** An answer, whatever its status. */
export interface HttpResponse {
  /** Where it came from, behind redirects. */
  readonly url: string;
  readonly status: number;
  /** The first value of a header, by any case. */
  header(name: string): string | undefined;
  /** Every header, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
  /** The body as UTF-8. */
  text(): string;
  /** @throws ReleaseError HTTP_NOT_JSON */
  json(): unknown;
}

/** How a program is run. */
export interface CommandOptions {
  /** Working directory; the top of the repository unless told. */
  readonly cwd?: string;
  /** Added to the environment. A value may be a credential, which then appears nowhere else. */
  readonly env?: Readonly<Record<string, string | CredentialRef>>;
  readonly input?: string | Uint8Array;
  /** Milliseconds; 10 minutes unless told. */
  readonly timeout?: number;
  /** Exit codes that are an answer, not a failure; `[0]` unless told. */
  readonly exitCodes?: readonly number[];
  /** Stands between the command and one HTTP server, for commands that take a secret only as an argument. */
  readonly gate?: CommandGate;
  /** Credential for a git command over HTTP, given by environment alone. */
  readonly gitCredential?: { readonly url: string; readonly credential: CredentialRef };
}

/**
 * A server that a command reaches through an address on this machine. Reads are tried again after failures of the
 * moment, and the credential is added on the way: the command never has it.
 */
export interface CommandGate {
  /** The server, such as `https://registry.example/`. */
  readonly to: string;
  /** The variable of the command's environment that names the server; it gets the gate's address. */
  readonly env: string;
  /** Takes the place of {@link CommandGate.pass} in requests that carry it as their bearer token. */
  readonly credential?: CredentialRef;
  /** A word made for this command alone, good for nothing elsewhere. */
  readonly pass?: string;
  /** Is told of each answer, before the command is. */
  seen?(exchange: CommandExchange): void;
}

/** One request of a command through its gate, and the answer. */
export interface CommandExchange {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly status: number;
  readonly body: Uint8Array;
}

/** How a program ended; what it wrote, as UTF-8. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What probes and readiness checks may do: look, near and far. */
export interface Reads extends PlanReads {
  /**
   * Sends a GET or HEAD and gives the answer, whatever its status: only a request without an answer is an error.
   * @throws ReleaseError HTTP_UNREACHABLE, HTTP_DROPPED, HTTP_TIMEOUT (these are transient), HTTP_TLS, HTTP_PROXY,
   * HTTP_GARBLED, HTTP_REDIRECTS, HTTP_TOO_LARGE, HTTP_ADDRESS, HTTP_READ_ONLY, CREDENTIAL_MISSING, INTERRUPTED
   */
  get(request: HttpGet): Promise<HttpResponse>;
  /**
   * Runs a command that only reads. Arguments are a list; no shell is ever involved. Its output is given as it is, not
   * masked.
   * @throws ReleaseError COMMAND_MISSING, COMMAND_FAILED, COMMAND_TIMEOUT (transient), CREDENTIAL_MISSING, INTERRUPTED
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
   * @throws ReleaseError INTERRUPTED as soon as the run is interrupted
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
   * @throws ReleaseError FILE_OUTSIDE for any other place, also one that is reached by a symbolic link
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

/** A file of the release commit: new text, at a path that keeps its mode. */
export interface CommittedFile {
  readonly path: string;
  readonly content: string | Uint8Array;
}

/** A file of the release commit whose content is in the repository already; `null` takes the file away. */
export interface StoredFile {
  readonly path: string;
  readonly blob: string | null;
}

/** A ref that a push moves or makes. */
export interface RefUpdate {
  /** Full name, such as `refs/heads/main`. */
  readonly ref: string;
  /** The object the ref must name afterwards. */
  readonly target: string;
  /** The object it must name before: a compare-and-swap. `null`: it must not exist. */
  readonly expect: string | null;
}

/** The git actions of the commit point. */
export interface GitWrites {
  /**
   * Makes a commit object on a parent, signed as git is configured; moves no branch. Gives its name.
   * @throws ReleaseError GIT_IDENTITY_MISSING, SIGNING_FAILED, COMMIT_NOT_A_FILE
   */
  commit(request: {
    readonly parent: string;
    readonly files: readonly (CommittedFile | StoredFile)[];
    readonly message: string;
  }): Promise<string>;
  /** Puts a content into the repository as an object; no ref and no file names it. Gives its name. */
  blob(content: string | Uint8Array): Promise<string>;
  /**
   * Makes an annotated tag object, signed as git is configured; creates no ref. Gives its name.
   * @throws ReleaseError GIT_IDENTITY_MISSING, SIGNING_FAILED, TAG_NAME_REFUSED
   */
  tag(request: { readonly name: string; readonly target: string; readonly message: string }): Promise<string>;
  /**
   * Pushes exactly these refs, all or none, each only if it is where it is expected. What is already so is a success.
   * @throws ReleaseError LOST_RACE (kind `lost`), PUSH_PROTECTED, PUSH_DENIED, PUSH_WORKFLOW_FILES, PUSH_REJECTED_BY_HOOK,
   * PUSH_REFUSED, BRANCH_DIVERGED, REMOTE_NOT_FOUND, REMOTE_SEVERAL, REMOTE_CERTIFICATE, REMOTE_REDIRECTS,
   * REMOTE_UNREACHABLE (transient), PUSH_UNCONFIRMED (kind `failed`)
   */
  push(request: {
    readonly remote: string;
    readonly updates: readonly RefUpdate[];
    readonly options?: readonly string[];
    readonly credential?: CredentialRef;
  }): Promise<void>;
  /**
   * Writes files into the working tree, and nowhere else; one that is there keeps its mode.
   * @throws ReleaseError COMMIT_NOT_A_FILE for a link or a folder, FILE_OUTSIDE
   */
  writeFiles(files: readonly CommittedFile[]): Promise<void>;
  /**
   * Lets the local branch, tags, index and working tree follow what was pushed, where the files were clean.
   * @returns warnings of what stays behind: LOCAL_BRANCH_BEHIND, LOCAL_FILES_BEHIND, LOCAL_TAG_DIFFERS
   */
  follow(request: {
    readonly branch?: string;
    readonly from: string;
    readonly to: string;
    readonly tags: readonly { readonly name: string; readonly target: string }[];
  }): Promise<readonly Problem[]>;
}
