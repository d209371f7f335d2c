import { readPin } from '../edits/pins.ts';
import type { ForgeFacts } from '../model/facts.ts';
import type { Pin } from '../model/track.ts';

/** What `release init` sees of a repository; all of it is on this machine, and none of it is executed. */
export interface Sight {
  /** The repository's name: the last part of its remote's path, else of its folder. */
  readonly name: string;
  /** The branch that is released from. */
  readonly branch: string;
  readonly forge?: ForgeFacts;
  /** Address of the remote, without credentials. */
  readonly remote?: string;
  readonly tags: readonly string[];
  /** Whether the clone lacks history, and perhaps tags. */
  readonly isShallow: boolean;
  /** Paths of the tracked files, in byte order. */
  readonly paths: readonly string[];
  text(path: string): Promise<string | undefined>;
}

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

/** The folder a file lies in; empty for the top. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** The last part of a path. */
export const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The path of a file of a folder, which is empty for the top. */
export const inside = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);

/** `./app/` -> `app`, and nothing for the top. */
export const bare = (path: string): string => path.replace(/^(?:\.\/)+|^\.$/, '').replace(/\/+$/, '');

/** Whether a path is that of a folder or below it. */
export const isBelow = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`);

/** Files that are there for tests and as samples, or are somebody else's: nobody releases them from here. */
export const isSample = (path: string): boolean =>
  /(?:^|\/)(?:node_modules|vendor|third_party|testdata|__tests__|tests?|e2e|__fixtures__|fixtures?|examples?|samples?|templates?\/[^/]+\/(?:package|Chart))(?:\/|\.)/.test(
    path,
  );

/** What was seen and is not released, and why. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

/** A name made fit for a track, a tag and a command's flag. */
export function trackName(name: string): string {
  const fit = name
    .replace(/^@[^/]*\//, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.{2,}/g, '.');
  return fit === '' ? 'main' : fit;
}
