import { selectionOf } from './apply.ts';
import { carryOut, tell } from './finish.ts';
import { overridesFrom } from './overrides.ts';
import { commandProblems } from './problems.ts';
import type { Invocation } from './session.ts';

/** `release publish [REF]`: converges the publish steps of a release commit or tag. */
export async function run(invocation: Invocation): Promise<number> {
  const { args, flags } = invocation;
  const session = await invocation.session();
  const release = await commitOf(args[0] ?? 'HEAD', session);
  const overrides = overridesFrom(flags);
  const { plan } = await session.engine.plan({ release, ...(overrides === undefined ? {} : { overrides }) });
  if (flags['dry-run'] === true)
    return tell(await session.engine.dryRun(plan), invocation, { record: false });
  return carryOut(plan, session, invocation, selectionOf(flags));
}

/**
 * Gives the commit a revision names.
 * @throws REVISION_UNKNOWN
 */
export async function commitOf(
  revision: string,
  { engine }: { readonly engine: { commit(revision: string): Promise<string | undefined> } },
): Promise<string> {
  const commit = revision.startsWith('-') ? undefined : await engine.commit(revision);
  if (commit !== undefined) return commit;
  throw commandProblems.refusal('REVISION_UNKNOWN', {
    message: `${JSON.stringify(revision)} names no commit of this repository.`,
    fix: 'Fetch it with `git fetch --tags`, or correct the name.',
  });
}
