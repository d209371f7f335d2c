import { defined } from '../../../model/defined.ts';
import type { GitReads } from '../../../model/ports.ts';
import { type ObjectReader, openObjects } from '../objects/cat-file.ts';
import { dateOf, messageOf } from '../objects/commit-object.ts';
import { changedPaths, type FolderFilter, gitTree } from '../objects/tree.ts';
import { TreeReader } from '../objects/tree-object.ts';
import { type GitOptions, git, lines } from '../process/process.ts';
import { configKey, type GitConfig, type Remote, readConfig, readRemote } from './configuration.ts';
import { type Located, locate } from './locate.ts';
import { type LoggedCommit, readLog } from './log.ts';
import { indexTree, type Staged } from './staged.ts';
import { uncommittedFiles } from './uncommitted-files.ts';

/** A repository opened for reading. */
export interface Repository extends GitReads {
  /** Top folder of the working tree. */
  readonly top: string;
  readonly gitDir: string;
  /** The folder that all worktrees share; the same as `gitDir` where there is one. */
  readonly commonDir: string;
  /** HEAD's commit; absent before the first one. */
  readonly head?: string;
  /** The branch that is checked out; absent on a detached HEAD. */
  readonly branch?: string;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly objects: ObjectReader;
  /** Commits of a shallow clone whose parents were cut off; none in a full clone. */
  readonly shallow: ReadonlySet<string>;
  /** The remote that the branch belongs to. */
  remote(): Promise<Remote | undefined>;
  /** The names of all tags, in the order of git. Nothing is peeled, which would cost a look at each. */
  tags(): Promise<readonly string[]>;
  /** Which of these tags' commits are ancestors of a commit, or it. */
  merged(commit: string, tags: readonly string[]): Promise<ReadonlySet<string>>;
  /** Streams a commit and its ancestors, newest first, some at a time. */
  log(commit: string): AsyncIterable<readonly LoggedCommit[]>;
  /** Committer's date in seconds since the epoch; 0 for what is no commit. */
  date(commit: string): Promise<number>;
  changedPaths(from: string, to: string, filter?: FolderFilter): Promise<readonly string[]>;
  /** What is staged; read from git once. */
  index(): Promise<Staged>;
  /** Which of these files have changes that are not committed, staged ones and new files included. */
  dirty(paths: readonly string[]): Promise<readonly string[]>;
  /** Reads the objects of another folder as well, from now on. */
  borrow(objects: string): void;
  /** Lets go of git. Reading again is possible. */
  close(): void;
}

/**
 * Opens the repository that a folder lies in, with one git process. Objects are read through one more, which starts
 * when it is needed.
 * @throws NOT_A_REPOSITORY, NO_WORKING_TREE, DUBIOUS_OWNERSHIP, GIT_MISSING, GIT_TOO_OLD
 */
export async function openRepository(cwd: string, signal?: AbortSignal): Promise<Repository> {
  const place = await locate(cwd, signal);
  const env: Record<string, string> = {};
  const options = { cwd: place.top, env, ...defined({ signal }) };
  const objects = openObjects(options);
  const trees = new TreeReader(objects);
  let staged: Promise<Staged> | undefined;
  return {
    ...place,
    objects,
    ...commits(objects, options),
    ...refs(options),
    ...configuration(place, options),
    tree: (name) => gitTree(objects, trees, name),
    changedPaths: (from, to, filter) => changedPaths(trees, from, to, filter),
    log: (commit) => readLog(commit, options),
    index: () => (staged ??= indexTree(objects, trees, place, options)),
    dirty: (paths) => uncommittedFiles(paths, { ...place, objects, trees }, options),
    borrow: (folder) => {
      env['GIT_ALTERNATE_OBJECT_DIRECTORIES'] = folder;
      objects.close(); // the next one knows of them
    },
    close: () => objects.close(),
  };
}

function commits(
  objects: ObjectReader,
  options: GitOptions,
): Pick<Repository, 'commit' | 'message' | 'date' | 'isAncestor'> {
  const read = (revision: string) => objects.read(`${revision}^{commit}`);
  return {
    commit: async (revision) => (await read(revision))?.oid,
    message: async (revision) => messageOf((await read(revision))?.bytes),
    date: async (revision) => dateOf((await read(revision))?.bytes),
    async isAncestor(ancestor, descendant) {
      const args = ['merge-base', '--is-ancestor', ancestor, descendant];
      return (await git(args, { ...options, exitCodes: [0, 1] })).exitCode === 0;
    },
  };
}

function refs(options: GitOptions): Pick<Repository, 'tags' | 'merged'> {
  return {
    async tags() {
      const { stdout } = await git(['for-each-ref', '--format=%(refname:lstrip=2)', 'refs/tags'], options);
      return lines(stdout);
    },
    async merged(commit, tags) {
      if (tags.length === 0) return new Set();
      const names = tags.map((name) => `refs/tags/${name}`);
      const { stdout } = await git(
        ['for-each-ref', `--merged=${commit}`, '--format=%(refname)', ...names],
        options,
      );
      return new Set(lines(stdout).map((ref) => ref.slice('refs/tags/'.length)));
    },
  };
}

function configuration(place: Located, options: GitOptions): Pick<Repository, 'config' | 'remote'> {
  let config: Promise<GitConfig> | undefined;
  return {
    async config(key) {
      config ??= readConfig(options);
      return (await config).get(configKey(key));
    },
    remote: () => readRemote(place.commonDir, options, place.branch),
  };
}
