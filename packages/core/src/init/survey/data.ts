import { readPin } from '../../edits/pins.ts';
import type { Pin } from '../../model/track.ts';
import type { Sight } from './sight.ts';

/** Reads a JSON or YAML file for what it says. Nothing where there is none, or it cannot be read. */
export async function readData(sight: Pick<Sight, 'text'>, path: string): Promise<unknown> {
  const text = (await sight.text(path))?.replace(/^\uFEFF/, '');
  if (text === undefined) return undefined;
  return /\.jsonc?$/.test(path) ? parseJson(text) : parseYaml(text);
}

async function parseJson(text: string): Promise<unknown> {
  const { parse } = await import('jsonc-parser');
  const errors: Parameters<typeof parse>[1] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  return errors.length === 0 ? value : undefined;
}

async function parseYaml(text: string): Promise<unknown> {
  const { parseDocument } = await import('yaml');
  try {
    const document = parseDocument(text, { merge: true, logLevel: 'silent' });
    return document.errors.length === 0 ? document.toJS({ maxAliasCount: 100 }) : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the first of some files that says something, else a member of package.json. */
export async function firstData(
  sight: Sight,
  files: readonly string[],
  member: string,
): Promise<{ readonly file: string; readonly config: unknown } | undefined> {
  for (const file of files) {
    const config = await readData(sight, file);
    if (config !== undefined) return { file, config };
  }
  const config = memberOf(await readData(sight, 'package.json'), member);
  return config === undefined ? undefined : { file: 'package.json', config };
}

/** Reads the value a pin would hold, as a release will; nothing where a release could not. */
export async function readValue(sight: Pick<Sight, 'text'>, pin: Pin): Promise<string | undefined> {
  const text = await sight.text(pin.file);
  if (text === undefined) return undefined;
  try {
    return (await readPin(text, pin)).value;
  } catch {
    return undefined;
  }
}

/** How a text writes this version: by itself, or after a `v` or a word (`v1.2.0`, `server-1.2.0`); nothing where it is another. */
export function formOf(text: string | undefined, version: string): string | undefined {
  if (text?.endsWith(version) !== true) return undefined;
  const before = text.slice(0, -version.length);
  return /^(?:[A-Za-z][\w.]*-)?v?$/.test(before) ? `${before}{version}` : undefined;
}

/** A member of what {@link readData} gave, by its path; nothing where there is none. */
export function memberOf(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (parent, key) =>
      typeof parent === 'object' && parent !== null && Object.hasOwn(parent, key)
        ? (parent as Readonly<Record<string, unknown>>)[key]
        : undefined,
    value,
  );
}

/** A text, or nothing. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** The texts of a list, or of one text. */
export const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((item: unknown) => textOf(item) ?? []);

/** Names and values of a map; none of anything else. */
export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
