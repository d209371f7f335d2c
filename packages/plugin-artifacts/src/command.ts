import { resolve } from 'node:path';
import {
  type Command,
  type CommandInvocation,
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
import { digestOf } from './make/keep.ts';
import { make } from './make/make.ts';
import { readyToMake } from './make/ready.ts';
import type { ArtifactsOptions } from './options.ts';
import { artifactProblems } from './problems.ts';
import { nameOf, targetsOf, thisHost } from './targets.ts';

/** The command with what its configuration says, so that those of several instances work together. */
interface ArtifactsCommand extends Command {
  readonly configured: ArtifactsOptions;
}

/** A file that the command has written. */
interface Written {
  readonly file: string;
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
}

/**
 * `release artifacts`: builds and packs the commit at hand into a folder and publishes nothing. What it makes has the
 * version of the commit's tag, else the short name of the commit.
 */
export function artifactsCommand(configured: ArtifactsOptions): ArtifactsCommand {
  return {
    configured,
    name: 'artifacts',
    summary: 'Build and pack the tools of this commit into a folder, and publish nothing',
    options: {
      out: { summary: 'folder for the files; `dist` unless told', value: 'DIR' },
      target: {
        summary: 'only this target; all that this machine can build unless told',
        value: 'OS/ARCH',
        repeat: true,
      },
    },
    writes: ['out'],
    run: async (invocation) => {
      const context = await invocation.plan();
      const written: Written[] = [];
      for (const options of instancesOf(configured, invocation))
        written.push(...(await makeAll(options, context, invocation)));
      invocation.print(
        invocation.json ? `${JSON.stringify({ files: written })}\n` : written.map(line).join(''),
      );
      return 0;
    },
  };
}

const line = ({ file, sha256 }: Written): string => `${file}\nsha256:${sha256}\n`;

function instancesOf(
  configured: ArtifactsOptions,
  { namesakes = [] }: CommandInvocation,
): readonly ArtifactsOptions[] {
  const all = namesakes.flatMap((each) =>
    'configured' in each ? [(each as ArtifactsCommand).configured] : [],
  );
  return all.length > 0 ? all : [configured];
}

async function makeAll(
  options: ArtifactsOptions,
  context: ReleaseContext,
  { effects, cwd, options: given }: CommandInvocation,
): Promise<readonly Written[]> {
  const commit = (await effects.git.commit('HEAD')) ?? context.facts.head;
  const subject = { commit, version: await versionOf(options, context, commit, effects) };
  const all = itemsOf(options, subject);
  const chosen = choose(all, options, given['target'], effects);
  await refuseUnready(chosen, effects);
  const out = resolve(cwd, typeof given['out'] === 'string' ? given['out'] : 'dist');
  const written: Written[] = [];
  for (const item of chosen) written.push(await write(item, out, effects));
  const name = checksumsName(options, subject);
  // Of some of the files alone, the list would take the place of the whole one.
  if (name === undefined || chosen.length < all.length) return written;
  const text = Buffer.from(checksumsText(written));
  await effects.write(`${out}/${name}`, text);
  return [...written, { file: `${out}/${name}`, name, sha256: digestOf(text), size: text.length }];
}

async function write({ make: input }: Item, out: string, effects: Effects): Promise<Written> {
  const { name } = input;
  const { bytes, executable } = await make(input, effects);
  const file = `${out}/${name}`;
  await effects.write(file, bytes, { executable });
  return { file, name, sha256: digestOf(bytes), size: bytes.length };
}

/** The files that were asked for; unless told, those that this machine can make. */
function choose(
  items: readonly Item[],
  options: ArtifactsOptions,
  asked: CommandInvocation['options'][string],
  effects: Effects,
): readonly Item[] {
  const names = Array.isArray(asked) ? (asked as readonly string[]) : [];
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
