import type { Plan } from '../model/plan.ts';
import type { GitReads } from '../model/ports.ts';

/** Gives what `release publish` takes a release by: its first tag where this clone has that there, else its commit. */
export async function nameOfRelease(
  { release, tags: [tag] }: Pick<Plan, 'release' | 'tags'>,
  git: Pick<GitReads, 'commit'>,
): Promise<string> {
  const isHere = tag !== undefined && (await git.commit(`refs/tags/${tag}`)) === release;
  return isHere ? tag : (release?.slice(0, 12) ?? '');
}
