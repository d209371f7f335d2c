import { defined, known, type ReleaseContext } from '@launchway/core';
import { defaultTags, type DockerOptions, type ImageOptions } from '../options.ts';
import { type EventContext, eventContext } from '../tags/context.ts';
import { imageMetadata, type Metadata, type MetadataOptions } from '../tags/metadata.ts';
import { isForeign } from '../tags/own.ts';
import type { ResolvedTag } from '../tags/resolve.ts';

/** A value as JSON, of which plans are made. */
type AsJson<T> = T extends object ? { readonly [Key in keyof T]: AsJson<T[Key]> } : T;

/** A tag as plans hold it. */
export type TagInput = AsJson<ResolvedTag>;

/** All that names and labels of an image are computed from, save the commit. */
export type Naming = AsJson<{
  readonly options: MetadataOptions;
  readonly event: EventContext;
  readonly version: string | null;
}>;

/** Gives what an image of a release is named by. */
export function namingOf(
  options: DockerOptions & ImageOptions,
  { release, facts, reads }: Pick<ReleaseContext, 'release' | 'facts' | 'reads'>,
  version: string | undefined,
  track: string,
): Naming {
  const { tags = defaultTags, flavor = [], labels = [], annotations = [], majorZero = false } = options;
  const { branch, forge, ci } = facts;
  const event = eventContext({
    env: reads.env,
    now: Date.parse(facts.headDate),
    git: {
      sha: facts.head,
      commitDate: facts.headDate,
      ...defined({ branch, tag: ci.tag }),
      ...defined({ url: forge?.url }),
    },
  });
  // Rules of docker/metadata-action read the version from the git tag, which this release is about to make.
  const due = release.tags.find((tag) => tag.track === track);
  const foreign = tags.some((rule) => (typeof rule === 'string' ? isForeign(rule) : 'line' in rule));
  const ref = due !== undefined && foreign ? `refs/tags/${due.name}` : event.ref;
  const naming = {
    options: { images: [], tags, flavor, labels, annotations, majorZero },
    event: { ...event, ref },
    version: version ?? null,
  };
  return JSON.parse(JSON.stringify(naming)) as Naming;
}

/** Gives the names and labels of the image of a commit. */
export function metadataOf({ options, event, version }: Naming, commit: string): Metadata {
  return imageMetadata(options, { ...event, sha: commit }, version ?? undefined);
}

/** Tags by what decides about them. */
export interface PlannedTags {
  /** Settled by the version or the commit alone. */
  readonly own: readonly TagInput[];
  /** Those that stand for the newest of several versions, `latest` last. */
  readonly floating: readonly TagInput[];
  /** Whether there are more once the commit is known. */
  readonly late: boolean;
}

/** Gives the tags of a release. Those with the commit in them are computed when it is known. */
export function plannedTags(naming: Naming, commit: ReleaseContext['release']['commit']): PlannedTags {
  const sha = known(commit);
  const [names, others] = [sha ?? '0'.repeat(40), sha ?? 'f'.repeat(40)].map(
    (fake) => metadataOf(naming, fake).names,
  );
  const settled = (names ?? []).filter(({ name }, at) => others?.[at]?.name === name);
  return { ...split(settled, naming.version), late: settled.length < (names?.length ?? 0) };
}

/** The tags that the version or the commit alone decides about. */
export function ownTags(naming: Naming, commit: string): readonly TagInput[] {
  return split(metadataOf(naming, commit).names, naming.version).own;
}

function split(
  tags: readonly ResolvedTag[],
  version: string | null,
): { own: readonly TagInput[]; floating: readonly TagInput[] } {
  const of = (...lines: readonly ResolvedTag['line'][]): readonly TagInput[] =>
    tags.filter(({ line }) => lines.includes(line)).map((tag) => ({ ...tag }));
  const exact = of('exact').map((tag) => withAffixes(tag, version));
  const floating = [...of('minor', 'major', 'channel'), ...of('latest')];
  return { own: [...exact, ...of('free')], floating: floating.map((tag) => competing(tag, exact)) };
}

/** An exact tag with what stands around the version in it, wherever that came from. */
function withAffixes(tag: TagInput, version: string | null): TagInput {
  const at = version === null ? -1 : tag.name.indexOf(version);
  if (version === null || at < 0) return tag;
  const before = tag.name.slice(0, at);
  return { ...tag, prefix: before === 'v' ? '' : before, suffix: tag.name.slice(at + version.length) };
}

/**
 * A floating tag competes with the tags that are made as the exact one of its kind is: `1.2-alpine`, and `latest` of an
 * image that is only published as `1.2.3-alpine`, with those that end in `-alpine`.
 */
function competing(tag: TagInput, exact: readonly TagInput[]): TagInput {
  const length = ({ prefix, suffix }: TagInput): number => prefix.length + suffix.length;
  const [kind = exact[0]] = exact
    .filter(({ prefix, suffix }) => tag.name.startsWith(prefix) && tag.name.endsWith(suffix))
    .sort((left, right) => length(right) - length(left));
  return kind === undefined ? tag : { ...tag, prefix: kind.prefix, suffix: kind.suffix };
}
