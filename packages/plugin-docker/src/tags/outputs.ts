import { createHash } from 'node:crypto';
import { bakeFile, defaultBakeTarget } from './bake.ts';
import type { Metadata } from './metadata.ts';

/** How metadata can be printed. */
export type OutputFormat = keyof typeof writers;

/**
 * Gives metadata as text, without a line break at the end.
 * @param bakeTarget the target that a bake file names; docker/metadata-action's unless told
 */
export function writeMetadata(
  metadata: Metadata,
  format: OutputFormat,
  bakeTarget = defaultBakeTarget,
): string {
  return writers[format](metadata, bakeTarget);
}

/** Tells the name of a format from other words. */
export const isOutputFormat = (word: string): word is OutputFormat => Object.hasOwn(writers, word);

const writers = {
  lines: ({ version, tags, labels, annotations }: Metadata): string =>
    [
      ...(version === null ? [] : [`version ${version}`]),
      ...tags.map((tag) => `tag ${tag}`),
      ...pairs(labels).map((label) => `label ${label}`),
      ...annotations.map((annotation) => `annotation ${annotation}`),
    ].join('\n'),
  json: (metadata: Metadata): string => JSON.stringify(summary(metadata), null, 2),
  github: (metadata: Metadata): string => outputs(metadata).map(githubOutput).join('\n'),
  dotenv: (metadata: Metadata): string => outputs(metadata).map(dotenvLine).join('\n'),
  bake: (metadata: Metadata, target: string): string => JSON.stringify(bakeFile(metadata, target), null, 2),
};

/** The names of the formats, as they are listed for people. */
export const outputFormats = Object.keys(writers);

type Output = readonly [name: string, value: string | readonly string[]];

function summary({ version, tags, labels, annotations }: Metadata): object {
  return { version, tags, labels, annotations };
}

/** The outputs of docker/metadata-action, by its names. */
function outputs(metadata: Metadata): Output[] {
  const { version, tags, names, labels, annotations } = metadata;
  return [
    ['version', version ?? ''],
    ['tags', tags],
    ['tag-names', names.map(({ name }) => name)],
    ['labels', pairs(labels)],
    ['annotations', annotations],
    ['json', JSON.stringify(summary(metadata))],
  ];
}

const pairs = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`);

/**
 * A line for `$GITHUB_OUTPUT`; several between delimiters that the value itself cannot hold.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#multiline-strings
 */
function githubOutput([name, value]: Output): string {
  const text = typeof value === 'string' ? value : value.join('\n');
  if (!text.includes('\n')) return `${name}=${text}`;
  const delimiter = `end_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
  return `${name}<<${delimiter}\n${text}\n${delimiter}`;
}

/**
 * A line of a GitLab dotenv report, which takes no line breaks: lists of tags are joined by spaces, others are JSON.
 * @see https://docs.gitlab.com/ci/yaml/artifacts_reports/#artifactsreportsdotenv
 */
function dotenvLine([name, value]: Output): string {
  const variable = `DOCKER_METADATA_OUTPUT_${name.toUpperCase().replaceAll('-', '_')}`;
  if (typeof value === 'string') return `${variable}=${value}`;
  return `${variable}=${name.startsWith('tag') ? value.join(' ') : JSON.stringify(value)}`;
}
