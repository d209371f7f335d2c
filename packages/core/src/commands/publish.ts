import valid from 'semver/functions/valid.js';
import { listFlag } from '../arguments/given.ts';
import { overridesFrom } from '../arguments/overrides.ts';
import { usageProblems } from '../arguments/problems.ts';
import { flowArguments, selectionArguments, selectionOf } from '../arguments/selection.ts';
import type { Plan } from '../model/plan.ts';
import { type Track, tagVersion } from '../model/track.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';
import { commandProblems } from './problems.ts';
import { carryOut } from './shared/carry-out.ts';
import { tellDryRun } from './shared/ending.ts';
import { refuseInRequest } from './shared/request.ts';
import { commitOf } from './shared/revision.ts';

/**
 * `release publish [REF]`: converges the publish steps of a release commit or tag. With `--only`, also what the commit
 * did not release is published: by hand, at the version its files say, or at the one that `--as` names.
 */
export async function run(invocation: Invocation): Promise<number> {
  const { args, flags } = invocation;
  const session = await invocation.session();
  const plan = await planned(invocation, session);
  const selection = { ...selectionOf(flags), withCommit: true };
  if (flags['dry-run'] === true) return tellDryRun(await session.engine.dryRun(plan, selection), invocation);
  refuseInRequest(invocation, 'published');
  const versions = (listFlag(flags, 'as') ?? []).flatMap((version) => ['--as', version]);
  const again = ['publish', ...args, ...selectionArguments(flags), ...versions, ...flowArguments(flags)];
  return carryOut(plan, session, invocation, { ...selection, again });
}

async function planned({ args, flags }: Invocation, { engine, tracks }: Session): Promise<Plan> {
  const release = await commitOf(args[0] ?? 'HEAD', engine);
  const { only } = selectionOf(flags);
  const named = overridesFrom(flags)?.as ?? {};
  if (Object.keys(named).length > 0) {
    if (only === undefined) throw withoutOnly(named);
    return (await engine.plan({ release, overrides: { as: named } })).plan;
  }
  const { plan } = await engine.plan({ release });
  const as = notReleased(plan, only ?? [], tracks);
  if (Object.keys(as).length > 0) return (await engine.plan({ release, overrides: { as } })).plan;
  if (args[0] === undefined) return plan;
  if (plan.outcome === 'nothing') throw noRelease(args[0], plan);
  const misnamed = otherVersion(args[0], plan, tracks);
  if (misnamed !== undefined) throw misnamed;
  return plan;
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

/** A tag that was set on the wrong commit would else be taken for one that is published. */
function noRelease(name: string, { head, tracks }: Plan): Error {
  const versions = Object.entries(tracks).map(([track, { current }]) => `${track} ${current}`);
  return commandProblems.refusal('RELEASE_NOT_FOUND', {
    message: `${name} is no release: the files of ${head.slice(0, 7)} say ${versions.join(', ')}, which neither that commit nor a tag on it has released.`,
    fix: 'Set the tag of that version on the commit, or name a commit that moves a version; `--only PLUGIN` publishes by hand.',
  });
}

/** The refusal of a tag by whose name a track has another version than its files; nothing for what is no such tag. */
function otherVersion(
  name: string,
  { release, head, tracks }: Plan,
  known: readonly Track[],
): Error | undefined {
  const named = known.flatMap(({ name: track, tag }) => {
    const version = tag === undefined ? undefined : tagVersion(tag, name);
    const { next, current = '' } = tracks[track] ?? {};
    return version === undefined || valid(version) === null ? [] : [{ track, version, is: next ?? current }];
  });
  const [first] = named;
  if (first === undefined || named.some(({ version, is }) => version === is)) return undefined;
  return commandProblems.refusal('RELEASE_NOT_FOUND', {
    message: `${name} is a tag of ${first.track} ${first.version}, and the files of ${(release ?? head).slice(0, 7)} say ${first.track} ${first.is}.`,
    fix: 'Set the tag on the commit whose files say that version, or name the commit to publish the release that it holds.',
  });
}

function withoutOnly(named: Readonly<Record<string, string>>): Error {
  const [track = '', version = ''] = Object.entries(named)[0] ?? [];
  return usageProblems.refusal('USAGE_VALUE', {
    message: '`--as` publishes by hand, so it must be said what is published.',
    fix: `Name the plugin, such as \`release publish --only jsr --as ${track}=${version}\`; for a release, run \`release --as ${track}=${version}\`.`,
  });
}
