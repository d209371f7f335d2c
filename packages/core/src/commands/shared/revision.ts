import type { Engine } from '../../session/engine.ts';
import { commandProblems } from '../problems.ts';

/**
 * Gives the commit a revision names.
 * @throws REVISION_UNKNOWN
 */
export async function commitOf(revision: string, engine: Pick<Engine, 'commit'>): Promise<string> {
  const commit = revision.startsWith('-') ? undefined : await engine.commit(revision);
  if (commit !== undefined) return commit;
  throw commandProblems.refusal('REVISION_UNKNOWN', {
    message: `${JSON.stringify(revision)} names no commit of this repository.`,
    fix: 'Fetch it with `git fetch --tags`, or correct the name.',
  });
}
