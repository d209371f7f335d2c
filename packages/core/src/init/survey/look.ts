import { basename } from 'node:path';
import type { Repository } from '../../effects/git/reading/repository.ts';
import { forgeByPipelines, forgeOfRemote } from '../../facts/forge.ts';
import { withoutCredentials } from '../../git/userinfo.ts';
import { noCommits } from '../../facts/problems.ts';
import { defined } from '../../model/defined.ts';
import type { ForgeFacts } from '../../model/facts.ts';
import type { Reads } from '../../model/ports.ts';
import { lastPart } from '../paths.ts';
import type { Sight } from './sight.ts';

/**
 * Looks at a repository as its last commit has it, which is what releases are made of.
 * @throws NO_COMMITS
 */
export async function look(repository: Repository, reads: Pick<Reads, 'query'>): Promise<Sight> {
  const { head, top } = repository;
  if (head === undefined) throw noCommits();
  const tree = repository.tree(head);
  const [entries, tags, remote] = await Promise.all([tree.list(), repository.tags(), repository.remote()]);
  const paths = entries
    .filter(({ kind }) => kind === 'file' || kind === 'executable')
    .map(({ path }) => path);
  const url = remote === undefined ? undefined : withoutCredentials(remote.url);
  const forge = url === undefined ? undefined : forgeOf(url, paths);
  return {
    name: url === undefined ? basename(top) : nameOfRemote(url),
    branch: await mainBranch(repository, remote?.name ?? 'origin', reads),
    tags,
    isShallow: repository.shallow.size > 0,
    paths,
    text: (path) => tree.text(path),
    ...defined({ remote: url, forge }),
  };
}

/** The last part of its path, without `.git`. */
const nameOfRemote = (address: string): string => lastPart(address.replace(/\/+$/, '').replace(/\.git$/, ''));

function forgeOf(url: string, paths: readonly string[]): ForgeFacts | undefined {
  const forge = forgeOfRemote(url);
  const kind = forge?.kind === 'other' ? forgeByPipelines(paths) : undefined;
  return forge === undefined || kind === undefined ? forge : { ...forge, kind };
}

/** The branch that clones of the remote begin with, else one of the usual names, else the one that is checked out. */
async function mainBranch(
  repository: Repository,
  remote: string,
  reads: Pick<Reads, 'query'>,
): Promise<string> {
  const head = `refs/remotes/${remote}/HEAD`;
  const { stdout } = await reads.query(['git', 'symbolic-ref', '--quiet', head], { exitCodes: [0, 1] });
  const named = stdout.trim().replace(`refs/remotes/${remote}/`, '');
  if (named !== '') return named;
  for (const branch of ['main', 'master', 'trunk']) {
    if ((await repository.commit(`refs/heads/${branch}`)) !== undefined) return branch;
  }
  return repository.branch ?? 'main';
}
