import { defined, type Problem } from '@launchway/core';
import type { EventContext } from './context.ts';
import { parseFlavor } from './flavor.ts';
import { parseImages } from './images.ts';
import { imageLabels, levelledAnnotations } from './labels.ts';
import { defaultLines, parseLine } from './line.ts';
import { compileRule, type TagRule } from './own.ts';
import { type ResolvedTag, resolveTags } from './resolve.ts';

/** What images are to be called and labelled; every list as docker/metadata-action or this package writes it. */
export interface MetadataOptions {
  readonly images?: readonly string[];
  readonly tags?: readonly TagRule[];
  readonly flavor?: readonly string[];
  /** Extra labels, `name=value`. */
  readonly labels?: readonly string[];
  /** Extra annotations, `name=value`. */
  readonly annotations?: readonly string[];
  /** Whether `{major}` may give the tag `0`. */
  readonly majorZero?: boolean;
}

/** The tags, labels and annotations of a commit's images. */
export interface Metadata {
  /** The main tag's name, or `null` when there is no tag. */
  readonly version: string | null;
  /** Names of the images that are enabled. */
  readonly images: readonly string[];
  /** `image:tag` for each image and tag; bare tags when no image was named at all. */
  readonly tags: readonly string[];
  readonly names: readonly ResolvedTag[];
  readonly labels: Readonly<Record<string, string>>;
  /** `level:name=value` */
  readonly annotations: readonly string[];
  /** Warnings. */
  readonly problems: readonly Problem[];
}

/**
 * Computes the tags, labels and annotations of images for the commit at hand. A pure function of its arguments.
 * @param version the version that is released, where a git tag does not say it
 * @throws TAG_RULE_INVALID, TAG_FLAVOR_INVALID, TAG_IMAGE_INVALID, TAG_TEMPLATE_INVALID, TAG_PATTERN_INVALID
 */
export function imageMetadata(options: MetadataOptions, context: EventContext, version?: string): Metadata {
  const {
    images: lines = [],
    tags = [],
    flavor = [],
    labels = [],
    annotations = [],
    majorZero = false,
  } = options;
  const images = parseImages(lines);
  const rules = tags.length > 0 ? tags.flatMap(compileRule) : defaultLines.map(parseLine);
  const enabled = images.filter(({ enable }) => enable).map(({ name }) => name);
  const resolved = resolveTags({
    rules,
    flavor: parseFlavor(flavor),
    context,
    majorZero,
    ...defined({ version }),
  });
  const names = resolved.tags.map(({ name }) => name);
  return {
    version: resolved.version,
    images: enabled,
    tags: images.length === 0 ? names : enabled.flatMap((image) => names.map((name) => `${image}:${name}`)),
    names: resolved.tags,
    labels: imageLabels(context, resolved.version, labels),
    annotations: levelledAnnotations(
      imageLabels(context, resolved.version, annotations),
      context.annotationLevels,
    ),
    problems: resolved.problems,
  };
}

/** Gives the metadata of several images as one: every tag, and of two labels or annotations of one name the first. */
export function joinMetadata(all: readonly Metadata[]): Metadata {
  // Last to first, so that the first of a name stays.
  const annotations = new Map(
    all
      .flatMap((each) => each.annotations)
      .toReversed()
      .map((line) => [line.split('=', 1)[0], line]),
  );
  const names = new Map(all.flatMap((each) => each.names).map((tag) => [tag.name, tag]));
  return {
    version: all.find(({ version }) => version !== null)?.version ?? null,
    images: [...new Set(all.flatMap(({ images }) => images))],
    tags: [...new Set(all.flatMap(({ tags }) => tags))],
    names: [...names.values()],
    labels: Object.assign({}, ...all.map(({ labels }) => labels).toReversed()),
    annotations: [...annotations.values()].toReversed(),
    problems: all.flatMap(({ problems }) => problems),
  };
}
