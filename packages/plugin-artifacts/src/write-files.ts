import {
  type Effects,
  isStrictVersion,
  type ReleaseContext,
  ReleaseError,
  tagVersion,
  withoutRepeats,
} from '@launchway/core';
import { checksumsText } from './checksums.ts';
import { dueTag, trackOf } from './due.ts';
import { checksumsName, type Item, itemsOf } from './items.ts';
import { keep, type Made, textFile } from './make/keep.ts';
import { make } from './make/make.ts';
import { readyToMake } from './make/ready.ts';
import type { ArtifactsOptions } from './options.ts';
import { artifactProblems } from './problems.ts';
import { nameOf, targetsOf, thisHost } from './targets.ts';

/** A file that was written. */
export interface Written {
  readonly file: string;
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
}

/** What is asked for. */
interface Wanted {
  /** Absolute path of the folder the files go to. */
  readonly out: string;
  /** Names of the targets; none stands for all that this machine can build. */
  readonly targets: readonly string[];
}

/**
 * Makes the files of the commit at hand and writes them into a folder, with the list of their checksums.
 * @throws ARTIFACT_TARGET_UNKNOWN, and as {@link make} does
 */
export async function writeFiles(
  options: ArtifactsOptions,
  { out, targets }: Wanted,
  context: ReleaseContext,
  effects: Effects,
): Promise<readonly Written[]> {
  const commit = (await effects.git.commit('HEAD')) ?? context.facts.head;
  const subject = { commit, version: await versionOf(options, context, commit, effects) };
  const all = itemsOf(options, subject);
  const chosen = choose(all, options, targets, effects);
  await refuseUnready(chosen, effects);
  const write = async (name: string, made: Made): Promise<Written> => {
    const { file, sha256, size } = await keep(out, name, made, effects);
    return { file, name, sha256, size };
  };
  const written: Written[] = [];
  for (const { make: input } of chosen) written.push(await write(input.name, await make(input, effects)));
  const name = checksumsName(options, subject);
  // Of some of the files alone, the list would take the place of the whole one.
  if (name === undefined || chosen.length < all.length) return written;
  return [...written, await write(name, textFile(checksumsText(written)))];
}

/** The files that were asked for; unless told, those that this machine can make. */
function choose(
  items: readonly Item[],
  options: ArtifactsOptions,
  names: readonly string[],
  effects: Effects,
): readonly Item[] {
  if (names.length > 0) {
    refuseUnknown(names, options);
    return items.filter(({ target }) => target !== undefined && names.includes(nameOf(target)));
  }
  return items.filter(({ target }) => {
    const isHere = target?.host === undefined || target.host === thisHost();
    if (!isHere) effects.say(`${nameOf(target)} is left out: it can only be built on ${target.host}.`);
    return isHere;
  });
}

function refuseUnknown(names: readonly string[], options: ArtifactsOptions): void {
  const known = targetsOf(options).map(nameOf);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new ReleaseError(
    unknown.map((name) =>
      artifactProblems.error('ARTIFACT_TARGET_UNKNOWN', {
        message: `${options.name} has no target ${name}.`,
        fix: `Use one of: ${known.join(', ')}.`,
      }),
    ),
  );
}

async function refuseUnready(items: readonly Item[], effects: Effects): Promise<void> {
  const found = await Promise.all(items.map(({ make: input }) => readyToMake(input, effects)));
  const problems = withoutRepeats(found.flat());
  if (problems.length > 0) throw new ReleaseError(problems);
}

/** The version of the tag that the commit has, or is to have; else the short name of the commit, as its CI gives it. */
async function versionOf(
  options: ArtifactsOptions,
  { release, tracks, facts }: ReleaseContext,
  commit: string,
  effects: Effects,
): Promise<string> {
  const due = release.made ? dueTag(options, release, tracks) : undefined;
  if (due !== undefined) return release.versions[due.track] ?? due.name;
  const rule = trackOf(options, tracks)?.tag;
  const { stdout } = await effects.query(['git', 'tag', '--points-at', commit]);
  const tags = [...(facts.ci.tag === undefined ? [] : [facts.ci.tag]), ...stdout.split('\n')];
  const versions =
    rule === undefined ? [] : tags.flatMap((tag) => tagVersion(rule, tag) ?? []).filter(isStrictVersion);
  return versions[0] ?? (effects.env('CI_COMMIT_SHORT_SHA') || commit.slice(0, 7));
}
