import {
  type Command,
  type CommandInvocation,
  defined,
  type ReleaseContext,
  tagVersion,
} from '@launchway/core';
import { trackOf } from '../publish/due.ts';
import { namesOf } from '../publish/targets.ts';
import { eventContext } from '../tags/context.ts';
import { imageMetadata, joinMetadata, type Metadata, type MetadataOptions } from '../tags/metadata.ts';
import { writeMetadata } from '../tags/outputs.ts';
import { readEvent, readGit } from './tags-facts.ts';
import { isStandalone, outputFormat, standaloneOptions, text } from './tags-options.ts';

/** What a configuration says of images, and which track's version they carry. */
export interface TagsOptions extends MetadataOptions {
  readonly track?: string;
}

/** The command with what its configuration says, so that those of several instances can answer together. */
export interface TagsCommand extends Command {
  readonly configured: TagsOptions;
}

/**
 * `release tags`: prints the tags, labels and annotations of the commit at hand and changes nothing. With options of its
 * own it needs no configuration and takes the place of docker/metadata-action.
 */
export function tagsCommand(configured: TagsOptions = {}): TagsCommand {
  return {
    configured,
    name: 'tags',
    summary: 'Print the image tags, labels and annotations of this commit',
    standalone: true,
    options: {
      image: { summary: 'An image to tag', value: 'NAME', repeat: true },
      rule: { summary: 'A tag rule, or a line of docker/metadata-action', value: 'RULE', repeat: true },
      flavor: { summary: 'latest=auto|true|false, prefix=..., suffix=...', value: 'FLAVOR', repeat: true },
      label: { summary: 'A label besides the usual ones', value: 'NAME=VALUE', repeat: true },
      annotation: { summary: 'An annotation besides the usual ones', value: 'NAME=VALUE', repeat: true },
      'default-branch': { summary: "The repository's default branch", value: 'BRANCH' },
      format: { summary: 'lines, json, github, dotenv or bake', value: 'FORMAT' },
      'bake-target': { summary: 'The target a bake file names', value: 'TARGET' },
    },
    run: async (invocation) => {
      const format = outputFormat(invocation);
      const metadata = isStandalone(invocation.options)
        ? await metadataOf(standaloneOptions(invocation.options), invocation)
        : await configuredMetadata(configured, invocation);
      for (const { message, fix } of metadata.problems) invocation.effects.say(`${message} ${fix}`);
      invocation.print(`${writeMetadata(metadata, format, text(invocation.options, 'bake-target'))}\n`);
      return 0;
    },
  };
}

/** What the flow's configuration gives, all instances of the plugin together. */
async function configuredMetadata(configured: TagsOptions, invocation: CommandInvocation): Promise<Metadata> {
  const context = await invocation.plan();
  const all = (invocation.namesakes ?? []).flatMap((each) =>
    'configured' in each ? [(each as TagsCommand).configured] : [],
  );
  const found: Metadata[] = [];
  for (const options of all.length > 0 ? all : [configured]) {
    const { images = [], ...others } = options;
    const filled = namesOf(images, invocation.effects.env, () => undefined);
    const version = releasedVersion(context, trackOf(options, context.tracks)?.name);
    found.push(await metadataOf({ ...others, images: filled }, invocation, version));
  }
  return joinMetadata(found);
}

/** A track's version where this commit releases it, or the pipeline runs for its tag; no other commit may claim it. */
function releasedVersion(
  { release, tracks, facts }: ReleaseContext,
  name: string | undefined,
): string | undefined {
  const change = release.changes.find(({ track }) => track === name);
  const rule = tracks.find((track) => track.name === name)?.tag;
  if (change) return change.next;
  return rule && facts.ci.tag !== undefined ? tagVersion(rule, facts.ci.tag) : undefined;
}

async function metadataOf(
  options: MetadataOptions,
  { effects, cwd, options: given }: CommandInvocation,
  version?: string,
): Promise<Metadata> {
  const event = await readEvent(effects, cwd);
  const defaultBranch = text(given, 'default-branch');
  const context = eventContext({
    env: (name) => effects.env(name),
    git: await readGit(effects, cwd),
    now: effects.now(),
    ...defined({ event, defaultBranch }),
  });
  return imageMetadata(options, context, version);
}
