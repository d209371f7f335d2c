import { type Deferred, outputOf, type ReleaseContext, type Step } from '@launchway/core';
import { isDigest, parseImage } from '@launchway/oci';
import type { DockerOptions, ImageOptions } from '../options.ts';
import { dockerProblems } from '../problems.ts';
import { buildInput } from './buildx.ts';
import type { Sourced } from './copy-step.ts';
import { metadataOf, type Naming, namingOf, type PlannedTags, plannedTags } from './naming.ts';
import { type Env, nameOf, namesOf, type Target, targetOf } from './targets.ts';

/** One image of a release, everything settled that the options leave open. */
interface Planned {
  readonly options: DockerOptions & ImageOptions;
  /** The beginning of its step ids. */
  readonly id: string;
  readonly targets: readonly [Target, ...Target[]];
  readonly naming: Naming;
  readonly tags: PlannedTags;
  readonly release: ReleaseContext['release'];
  readonly head: string;
}

/**
 * Gives the steps that publish the images of a release: made or found, taken everywhere, tagged.
 * @throws DOCKER_NO_TAGS for an image that no tag would keep
 */
export function stepsOf(
  options: DockerOptions,
  context: ReleaseContext,
  { version, track }: { readonly version: string | undefined; readonly track: string },
): readonly Step[] {
  const images = imagesOf(options).map((image) => ({ image, targets: targetsOf(image, context.reads.env) }));
  const homes = images.flatMap(({ targets: [first] }) => first ?? []);
  return images.flatMap(({ image, targets }) => {
    const [first, ...others] = targets;
    if (first === undefined) return [];
    const naming = namingOf(image, context, version, track);
    const tags = plannedTags(naming, context.release.commit);
    if (tags.own.length === 0 && !tags.late && version === undefined) return [];
    const lacksExact = tags.floating.length > 0 && !tags.own.some(({ line }) => line === 'exact');
    if (lacksExact || (tags.own.length === 0 && !tags.late)) throw withoutTags(nameOf(first), naming);
    const prefix = options.id ?? 'docker';
    const id = images.length === 1 ? prefix : `${prefix}:${shortest(first, homes)}`;
    const { release, facts } = context;
    return stepsOfImage({
      options: image,
      id,
      targets: [first, ...others],
      naming,
      tags,
      release,
      head: facts.head,
    });
  });
}

/** Where an image is published, each place once. */
function targetsOf(image: DockerOptions & ImageOptions, env: Env): readonly Target[] {
  const targets = namesOf(image.image, env, () => undefined).map((name) => targetOf(name, image));
  return [...new Map(targets.map((target) => [nameOf(target), target])).values()];
}

/** What tells an image from the others: its path, unless another registry has the same. */
function shortest(home: Target, homes: readonly Target[]): string {
  const isShared = homes.filter(({ repository }) => repository === home.repository).length > 1;
  return isShared ? nameOf(home) : home.repository;
}

/** The images of the options, each with what is said for all of them. */
export function imagesOf(options: DockerOptions): readonly (DockerOptions & ImageOptions)[] {
  return (options.images ?? [options]).map((image) => ({ ...options, ...image, image: image.image ?? [] }));
}

function stepsOfImage(image: Planned): readonly Step[] {
  const [home, ...others] = image.targets;
  const source = image.options.build === undefined ? promoteStep(image, home) : buildStep(image, home);
  const found: Sourced = {
    image: outputOf(source.id, 'image'),
    digest: outputOf(source.id, 'digest'),
    places: places(image, home),
  };
  const copies = (staysHome(image, home) ? others : image.targets).map((target) =>
    copyStep(image, found, target),
  );
  const tagged = image.targets.flatMap((target) => {
    const copied = copies.filter((step) => step.id.endsWith(`:${nameOf(target)}`)).map(({ id }) => id);
    return tagSteps(image, found, target, copied);
  });
  return [source, ...copies, ...tagged];
}

/** Whether the image is in its first repository from the beginning. A file may name another. */
function staysHome({ options }: Planned, home: Target): boolean {
  if (options.build !== undefined) return true;
  const { file, source } = sourceOf(options, home);
  return file === null && nameOf(source) === nameOf(home);
}

/** Every repository the image may be found in. */
function places({ targets, options }: Planned, home: Target): readonly Target[] {
  const elsewhere = options.build === undefined ? sourceOf(options, home).source : home;
  return [...new Map([...targets, elsewhere].map((target) => [nameOf(target), target])).values()];
}

function buildStep({ options, id, targets, naming, release }: Planned, home: Target): Step {
  const { build = {}, overwrite = false } = options;
  return {
    id: `${id}:build`,
    kind: 'docker:build',
    title: `build ${nameOf(home)}`,
    input: { build: buildInput(build), target: home, targets, naming, commit: release.commit, overwrite },
  };
}

function promoteStep({ options, id, targets, naming, release, head }: Planned, home: Target): Step {
  const { reference, file, source } = sourceOf(options, home);
  return {
    id: `${id}:promote`,
    kind: 'docker:promote',
    title: `find the image ${spelled(reference, file)}`,
    input: { reference, file, source, targets, naming, commit: release.commit, head },
  };
}

/** A template stands for what is found later: the release commit's image, or its parent's. */
function spelled(reference: string | null, file: string | null): string {
  if (reference === null) return `named in ${file}`;
  const elided = reference.replaceAll(/\{sha(:long)?\}/g, '…');
  return elided === reference ? reference : `of this commit, ${elided}`;
}

/** Reads `from`: where the image is, and under which name. A whole name is a path, a tag or a digest is not. */
function sourceOf(
  { from = '', ...options }: DockerOptions & ImageOptions,
  home: Target,
): { readonly reference: string | null; readonly file: string | null; readonly source: Target } {
  if (typeof from === 'object') return { reference: null, file: from.file, source: home };
  const [, name = '', reference = from] = /^([^{}@]*\/[^{}:@]*)[:@](.*)$/.exec(from) ?? [];
  if (name === '' || isDigest(from)) return { reference: from, file: null, source: home };
  const { registry, repository } = parseImage(name);
  return { reference, file: null, source: targetOf(`${registry}/${repository}`, options) };
}

function copyStep({ id }: Planned, found: Sourced, target: Target): Step {
  return {
    id: `${id}:copy:${nameOf(target)}`,
    kind: 'docker:copy',
    title: `copy the image to ${nameOf(target)}`,
    input: { ...found, target },
  };
}

function tagSteps(image: Planned, found: Sourced, target: Target, needs: readonly string[]): readonly Step[] {
  const { id, options, naming, tags, release } = image;
  const { overwrite = false, majorZero = false } = options;
  const commit: Deferred<string> = release.commit;
  const proven: Deferred<boolean> = options.build === undefined ? outputOf(`${id}:promote`, 'proven') : true;
  const names = tags.own.map(({ name }) => name);
  const pushId = `${id}:push:${nameOf(target)}`;
  const push: Step = {
    id: pushId,
    kind: 'docker:push',
    title: `push ${nameOf(target)}${names.length === 0 ? '' : `:${names.join(', ')}`}`,
    input: { ...found, target, tags: tags.own, late: tags.late ? naming : null, commit, overwrite, proven },
    needs,
    places: { [`oci://${nameOf(target)}`]: 'image' },
  };
  if (tags.floating.length === 0) return [push];
  const exact = tags.own.filter(({ line }) => line === 'exact').map(({ name }) => name);
  const version = naming.version ?? '';
  const float: Step = {
    id: `${id}:float:${nameOf(target)}`,
    kind: 'docker:float',
    title: `move ${tags.floating.map(({ name }) => name).join(', ')} of ${nameOf(target)}`,
    input: { ...found, target, version, tags: tags.floating, exact, majorZero },
    needs: [...needs, pushId],
  };
  return [push, float];
}

function withoutTags(image: string, naming: Naming): Error {
  const { problems: found } = metadataOf(naming, '0'.repeat(40));
  return dockerProblems.refusal('DOCKER_NO_TAGS', {
    message:
      `No rule gives ${image} a tag of its own in this release, by which its version could be told. ${found.map(({ message }) => message).join(' ')}`.trim(),
    fix: "Add a rule for versions, such as '{version}', to `tags`.",
  });
}
