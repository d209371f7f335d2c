import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GithubTag } from './store.ts';

/** The tags of a repository on GitHub: those of a bare repository, and those that were made here. */
export interface GithubTags {
  /** Takes the tags of a bare repository. */
  serve(git: string): void;
  make(name: string, commit: string): void;
  /** A tag by its name, or by the object of an annotated one. */
  find(name: string): Promise<GithubTag | undefined>;
}

export function createGithubTags(first: string | undefined): GithubTags {
  const made = new Map<string, string>();
  let git = first;
  return {
    serve: (bare) => void (git = bare),
    make: (name, commit) => void made.set(name, commit),
    find: async (name) => {
      const commit = made.get(name);
      if (commit !== undefined) return { commit };
      return git === undefined ? undefined : tagIn(git, name);
    },
  };
}

const run = promisify(execFile);

async function tagIn(git: string, name: string): Promise<GithubTag | undefined> {
  const of = /^[0-9a-f]{40}$/.test(name) ? name : `refs/tags/${name}`;
  const parsed = await run('git', ['--git-dir', git, 'rev-parse', of, `${of}^{commit}`]).catch(
    () => undefined,
  );
  const [object, commit] = parsed?.stdout.split('\n') ?? [];
  if (commit === undefined || object === undefined) return undefined;
  return object === commit ? { commit } : { commit, object };
}
