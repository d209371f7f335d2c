import type { CredentialRef } from './credential.ts';
import type { Problem } from './problem.ts';

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
   * @throws GIT_IDENTITY_MISSING, SIGNING_FAILED, COMMIT_NOT_A_FILE
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
   * @throws GIT_IDENTITY_MISSING, SIGNING_FAILED, TAG_NAME_REFUSED
   */
  tag(request: { readonly name: string; readonly target: string; readonly message: string }): Promise<string>;
  /**
   * Pushes exactly these refs, all or none, each only if it is where it is expected. What is already so is a success.
   * @throws LOST_RACE (kind `lost`), PUSH_PROTECTED, PUSH_DENIED, PUSH_WORKFLOW_FILES, PUSH_REJECTED_BY_HOOK,
   * PUSH_REFUSED, BRANCH_DIVERGED, REMOTE_NOT_FOUND, REMOTE_SEVERAL, REMOTE_PROXY, REMOTE_CERTIFICATE, REMOTE_REDIRECTS,
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
   * @throws COMMIT_NOT_A_FILE for a link or a folder, FILE_OUTSIDE
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
