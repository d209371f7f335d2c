import { parseFields, splitField } from './csv.ts';
import { tagProblems } from './problems.ts';

/** An image's name, in lower case, and whether it gets the tags. */
export interface Image {
  readonly name: string;
  readonly enable: boolean;
}

/**
 * Reads docker/metadata-action's `images`: a name a line, `name=...,enable=true`, or all names in one line with commas.
 * @throws TAG_IMAGE_INVALID
 */
export function parseImages(lines: readonly string[]): Image[] {
  const [only] = lines;
  const fields = lines.length === 1 && only !== undefined ? fieldsOf(only) : [];
  if (fields.length > 0 && fields.every((field) => !field.includes('=')))
    return fields.map((name) => image(only ?? '', name, true));
  return lines.map(parseImage);
}

function parseImage(line: string): Image {
  let [name, enable] = ['', true];
  for (const field of fieldsOf(line)) {
    const { key = 'name', value } = splitField(field);
    if (key === 'name' && name !== '') throw invalid(line, 'it has two names');
    if (key === 'name') name = value;
    else if (key !== 'enable') throw invalid(line, `there is no "${key}"`);
    else if (value === 'true' || value === 'false') enable = value === 'true';
    else throw invalid(line, `"enable" is "${value}", neither true nor false`);
  }
  return image(line, name, enable);
}

function image(line: string, name: string, enable: boolean): Image {
  if (name === '') throw invalid(line, 'it has no name');
  return { name: name.toLowerCase(), enable };
}

function fieldsOf(line: string): string[] {
  const fields = parseFields(line);
  if (!fields) throw invalid(line, 'its quotes do not stand around a whole field');
  return fields;
}

function invalid(line: string, why: string): Error {
  return tagProblems.refusal('TAG_IMAGE_INVALID', {
    message: `The image "${line}" cannot be used: ${why}.`,
    fix: 'Write a name such as ghcr.io/acme/api, and after it ,enable=false where it is to be left out.',
  });
}
