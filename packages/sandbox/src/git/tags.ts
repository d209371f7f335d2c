import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A tag: the commit, and the object of an annotated one. */
export interface ServedTag {
  readonly commit: string;
  readonly object?: string;
}

/** The tags of a forge's repository: those of a bare repository, and those that were made here. */
export interface ServedTags {
  /** Takes the tags of a bare repository. */
  serve(git: string): void;
  make(name: string, commit: string): void;
  find(name: string): Promise<ServedTag | undefined>;
  /** An annotated tag by the name of its object. */
  findObject(object: string): Promise<ServedTag | undefined>;
}

export function createTags(first: string | undefined): ServedTags {
  const made = new Map<string, string>();
  let git = first;
  const look = async (revision: string) => (git === undefined ? undefined : tagAt(git, revision));
  return {
    serve: (bare) => void (git = bare),
    make: (name, commit) => void made.set(name, commit),
    find: async (name) => {
      const commit = made.get(name);
      return commit === undefined ? look(`refs/tags/${name}`) : { commit };
    },
    findObject: async (object) => (/^[0-9a-f]{40}$/.test(object) ? look(object) : undefined),
  };
}

const run = promisify(execFile);

async function tagAt(git: string, revision: string): Promise<ServedTag | undefined> {
  const asked = ['rev-parse', revision, `${revision}^{commit}`];
  const parsed = await run('git', ['--git-dir', git, ...asked]).catch(() => undefined);
  const [object, commit] = parsed?.stdout.split('\n') ?? [];
  if (commit === undefined || object === undefined) return undefined;
  return object === commit ? { commit } : { commit, object };
}
