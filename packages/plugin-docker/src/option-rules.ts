import { isReleaseError, type Problem, type Rule, rule } from '@launchway/core';
import { imageProblems } from './publish/targets.ts';
import type { DockerOptions } from './options.ts';
import { parseFlavor } from './tags/flavor.ts';
import { compileRule } from './tags/own.ts';
import { dockerProblems } from './problems.ts';

const { anything, credential, either, flag, listOf, mapOf, matching, no, object, oneOf, text } = rule;

/** A text that no command reads as one of its options. */
const word = matching(
  'a text that does not begin with "-"',
  (value) => typeof value === 'string' && value.trim() !== '' && !value.startsWith('-'),
);
const pair = matching(
  'a text of the form name=value',
  (value) => typeof value === 'string' && /^[^=]+=/.test(value),
);
const command = listOf(text, { atLeast: 1 });

/** Where an image comes from. */
const source = {
  context: word,
  dockerfile: word,
  target: word,
  platforms: listOf(
    matching('a platform such as linux/amd64', (value) => /^[\w.-]+(\/[\w.-]+)*$/.test(String(value))),
  ),
};

const build = object({
  ...source,
  args: mapOf(matching('a text', (value) => typeof value === 'string')),
  secrets: mapOf(credential),
  cacheFrom: listOf(word),
  cacheTo: listOf(word),
  provenance: either(flag, word),
  sbom: either(flag, word),
  bake: object({ target: word, files: listOf(word) }, ['target']),
  builder: word,
  prepare: listOf(command),
  in: oneOf('checkout', 'worktree'),
});

const jobName = matching('letters, digits, "_" and "-"', (value) => /^[A-Za-z][\w-]*$/.test(String(value)));

/** No name of an image has braces in it, so what is left of them is a placeholder that is not filled in. */
const origin = matching(
  'a tag, a digest or a name, in which {sha} and {sha:long} are filled in',
  (value) =>
    typeof value === 'string' && /^[^-]/.test(value) && !/[{}]/.test(value.replace(/\{sha(:long)?\}/g, '')),
);

const image = {
  image: either(word, listOf(word, { atLeast: 1 })),
  build,
  from: either(origin, object({ file: text }, ['file'])),
  job: either(no, object({ ...source, name: jobName })),
  labels: listOf(pair),
  annotations: listOf(pair),
};

/** What the options of the docker plugin must be. */
export const dockerRule: Rule = object({
  ...image,
  id: text,
  images: listOf(object(image, ['image']), { atLeast: 1 }),
  track: text,
  tags: listOf(anything, { atLeast: 1 }),
  flavor: listOf(text),
  when: oneOf('tag', 'release', 'commit'),
  overwrite: flag,
  majorZero: flag,
  insecure: either(flag, listOf(text)),
  credential: either(credential, mapOf(credential)),
});

/** What is wrong with options that have the right shape: names, rules, and what does not go together. */
export function contradictions(options: DockerOptions): readonly Problem[] {
  return [
    ...sourceProblems(options),
    ...(options.tags ?? []).flatMap((each, at) => tried(() => compileRule(each), `tags[${at}]`)),
    ...tried(() => parseFlavor(options.flavor ?? []), 'flavor'),
    ...imageProblems(options),
  ];
}

function sourceProblems(options: DockerOptions): readonly Problem[] {
  const { images, image: single } = options;
  if ((images === undefined) === (single === undefined)) {
    const found =
      images === undefined ? 'Neither `image` nor `images` is given' : 'Both `image` and `images` are given';
    return [
      dockerProblems.error('DOCKER_OPTIONS_CONTRADICT', {
        message: `${found}.`,
        fix: 'Give `image` for one image, or `images` for several.',
      }),
    ];
  }
  return (images ?? [options]).flatMap((each, at) => {
    const [made, taken] = [each.build ?? options.build, each.from ?? options.from];
    if ((made === undefined) !== (taken === undefined)) return [];
    return [
      dockerProblems.error('DOCKER_OPTIONS_CONTRADICT', {
        message: `The image ${String(each.image)} ${made === undefined ? 'is neither built nor taken from elsewhere' : 'is both built and taken from elsewhere'}.`,
        fix: 'Give either `build` (`build: {}` builds the Dockerfile) or `from`.',
        where: { pointer: images === undefined ? 'image' : `images[${at}]` },
      }),
    ];
  });
}

/** What a parser refuses, as problems with the place. */
function tried(parse: () => unknown, pointer: string): readonly Problem[] {
  try {
    parse();
    return [];
  } catch (error) {
    if (isReleaseError(error)) return error.problems.map((problem) => ({ ...problem, where: { pointer } }));
    throw error;
  }
}
