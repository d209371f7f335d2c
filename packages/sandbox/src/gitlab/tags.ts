import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The tags of a project on GitLab: those of a bare repository, and those that were made here. */
export interface GitlabTags {
  /** Takes the tags of a bare repository. */
  serve(git: string): void;
  make(name: string, commit: string): void;
  /** The commit of a tag. */
  find(name: string): Promise<string | undefined>;
}

export function createGitlabTags(first: string | undefined): GitlabTags {
  const made = new Map<string, string>();
  let git = first;
  return {
    serve: (bare) => void (git = bare),
    make: (name, commit) => void made.set(name, commit),
    find: async (name) => made.get(name) ?? (git === undefined ? undefined : tagIn(git, name)),
  };
}

const run = promisify(execFile);

async function tagIn(repository: string, name: string): Promise<string | undefined> {
  const git = run('git', [
    '--git-dir',
    repository,
    'rev-parse',
    '--verify',
    '-q',
    `refs/tags/${name}^{commit}`,
  ]);
  return git.then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}
