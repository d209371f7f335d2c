import type { CommandInvocation } from '@launchway/core';
import { parseFields, splitLines } from '../tags/csv.ts';
import type { MetadataOptions } from '../tags/metadata.ts';
import { isForeign, type TagRule } from '../tags/own.ts';
import { isOutputFormat, type OutputFormat, outputFormats } from '../tags/outputs.ts';
import { tagProblems } from '../tags/problems.ts';

type Options = CommandInvocation['options'];

/** Options that say what a configuration would say otherwise. */
const describing = ['image', 'rule', 'flavor', 'label', 'annotation', 'default-branch'];

/** Whether the command was given what it needs, so that no configuration is asked. */
export const isStandalone = (options: Options): boolean =>
  describing.some((name) => options[name] !== undefined);

/** Gives the images, rules, flavor, labels and annotations of the command line; each may be a block of lines. */
export function standaloneOptions(options: Options): MetadataOptions {
  return {
    images: list(options, 'image').flatMap(splitLines),
    tags: list(options, 'rule').flatMap(rules),
    flavor: list(options, 'flavor').flatMap(splitLines),
    labels: list(options, 'label').flatMap(entries),
    annotations: list(options, 'annotation').flatMap(entries),
  };
}

/**
 * Gives the format to print in.
 * @throws TAG_FORMAT_UNKNOWN
 */
export function outputFormat({ options, json }: Pick<CommandInvocation, 'options' | 'json'>): OutputFormat {
  const word = text(options, 'format') ?? (json ? 'json' : 'lines');
  if (isOutputFormat(word)) return word;
  throw tagProblems.refusal('TAG_FORMAT_UNKNOWN', {
    message: `Tags cannot be printed as "${word}".`,
    fix: `Use --format with one of ${outputFormats.join(', ')}.`,
  });
}

/** Gives an option with one value. */
export function text(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

function list(options: Options, name: string): readonly string[] {
  const value = options[name];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}

/** A template in single braces is this package's own; anything else is docker/metadata-action's, a bare word too. */
function rules(block: string): TagRule[] {
  if (block.includes('{') && !isForeign(block)) return [block];
  return splitLines(block).map((line) => ({ line }));
}

/** A block of lines is read as a workflow file's, a single entry is taken as it is. */
function entries(block: string): string[] {
  if (!block.includes('\n')) return [block];
  return splitLines(block).map((line) =>
    line.startsWith('"') ? (parseFields(line)?.join(',') ?? line) : line,
  );
}
