import { parseFields, splitField } from './csv.ts';
import { tagProblems } from './problems.ts';

/** What holds for all tags of a run. */
export interface Flavor {
  /** Whether there is a `latest`: `auto` leaves it to the first rule that gives a tag. */
  readonly latest: 'auto' | 'true' | 'false';
  /** A template that goes before every tag whose rule has no prefix of its own. */
  readonly prefix: string;
  /** Whether it goes before `latest` too. */
  readonly prefixLatest: boolean;
  readonly suffix: string;
  readonly suffixLatest: boolean;
}

export const plainFlavor: Flavor = {
  latest: 'auto',
  prefix: '',
  prefixLatest: false,
  suffix: '',
  suffixLatest: false,
};

/**
 * Reads docker/metadata-action's `flavor`, a line at a time: `latest=auto`, `suffix=-alpine,onlatest=true`.
 * @throws TAG_FLAVOR_INVALID
 */
export function parseFlavor(lines: readonly string[]): Flavor {
  return lines.reduce(readLine, plainFlavor);
}

function readLine(flavor: Flavor, line: string): Flavor {
  const fields = parseFields(line);
  if (!fields) throw invalid(line, 'its quotes do not stand around a whole field');
  let affix: 'prefixLatest' | 'suffixLatest' | undefined;
  let read = flavor;
  for (const field of fields) {
    const { key, value } = splitField(field);
    if (key === undefined) throw invalid(line, `"${field}" is not of the form name=value`);
    if (key === 'latest') read = { ...read, latest: oneOf(line, value, ['auto', 'true', 'false']) };
    else if (key === 'prefix' || key === 'suffix') {
      affix = `${key}Latest`;
      read = { ...read, [key]: value };
    } else if (key === 'onlatest') {
      const onLatest = oneOf(line, value, ['true', 'false']) === 'true';
      if (affix) read = { ...read, [affix]: onLatest };
    } else throw invalid(line, `there is no "${key}"`);
  }
  return read;
}

function oneOf<Word extends string>(line: string, value: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === value);
  if (found === undefined) throw invalid(line, `"${value}" is none of ${words.join(', ')}`);
  return found;
}

function invalid(line: string, why: string): Error {
  return tagProblems.refusal('TAG_FLAVOR_INVALID', {
    message: `The flavor "${line}" cannot be used: ${why}.`,
    fix: 'Write latest=auto|true|false, prefix=... or suffix=..., the last two with ,onlatest=true where "latest" is meant too.',
  });
}
