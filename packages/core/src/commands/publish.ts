import type { Plan } from '../model/plan.ts';
import type { Track } from '../model/track.ts';
import { listFlag, textFlag } from './args.ts';
import { selectionArguments, selectionOf } from './apply.ts';
import { carryOut, tell } from './finish.ts';
import { overridesFrom } from './overrides.ts';
import { commandProblems } from './problems.ts';
import type { Invocation, Session } from './session.ts';

/**
 * `release publish [REF]`: converges the publish steps of a release commit or tag. With `--only`, also what the commit
 * did not release is published: by hand, at the version its files say, or at the one that `--as` names.
 */
export async function run(invocation: Invocation): Promise<number> {
  const { args, flags } = invocation;
  const session = await invocation.session();
  const plan = await planned(invocation, session);
  const selection = { ...selectionOf(flags), withCommit: true };
  if (flags['dry-run'] === true)
    return tell(await session.engine.dryRun(plan, selection), invocation, { record: false });
  refuseInRequest(invocation, 'published');
  const again = ['publish', ...args, ...selectionArguments(flags), ...named(flags)];
  return carryOut(plan, session, invocation, { ...selection, again });
}

/** @throws PUBLISH_IN_REQUEST in the pipeline of a pull or merge request */
export function refuseInRequest({ ci }: Pick<Invocation, 'ci'>, done: 'published' | 'tagged'): void {
  if (ci.request === undefined) return;
  throw commandProblems.refusal('PUBLISH_IN_REQUEST', {
    message: `This pipeline is for request ${ci.request}, whose commits are not on the branch yet, so nothing is ${done}.`,
    fix: 'Run it in the pipeline of the branch or of the tag. Here, `release plan` and `release publish --dry-run` work.',
  });
}

/** What was named besides: versions, and the flow. */
function named(flags: Invocation['flags']): readonly string[] {
  const flow = textFlag(flags, 'flow');
  const versions = (listFlag(flags, 'as') ?? []).flatMap((version) => ['--as', version]);
  return [...versions, ...(flow === undefined ? [] : ['--flow', flow])];
}

async function planned({ args, flags }: Invocation, { engine, tracks }: Session): Promise<Plan> {
  const release = await commitOf(args[0] ?? 'HEAD', { engine });
  const { only } = selectionOf(flags);
  const named = overridesFrom(flags)?.as ?? {};
  if (Object.keys(named).length > 0) {
    if (only === undefined) throw withoutOnly(named);
    return (await engine.plan({ release, overrides: { as: named } })).plan;
  }
  const { plan } = await engine.plan({ release });
  const as = notReleased(plan, only ?? [], tracks);
  return Object.keys(as).length === 0 ? plan : (await engine.plan({ release, overrides: { as } })).plan;
}

/** The versions of the plugins that are asked for and have nothing to do in this plan. */
function notReleased(
  plan: Plan,
  only: readonly string[],
  tracks: readonly Track[],
): Readonly<Record<string, string>> {
  const idle = only.filter((name) => !plan.steps.some((step) => step.plugin === name));
  const wanted = tracks.filter(({ plugin }) => plugin !== undefined && idle.includes(plugin));
  return Object.fromEntries(wanted.map(({ name }) => [name, plan.tracks[name]?.current ?? '']));
}

function withoutOnly(named: Readonly<Record<string, string>>): Error {
  const [track = '', version = ''] = Object.entries(named)[0] ?? [];
  return commandProblems.refusal('USAGE_VALUE', {
    message: '`--as` publishes by hand, so it must be said what is published.',
    fix: `Name the plugin, such as \`release publish --only jsr --as ${track}=${version}\`; for a release, run \`release --as ${track}=${version}\`.`,
  });
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
