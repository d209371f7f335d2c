import { readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import internals from 'cosmiconfig/dist/ExplorerSync.js';
import { nearest } from '../../model/nearest.ts';
import { ReleaseError } from '../../model/problem.ts';
import { configProblems } from '../problems.ts';
import { parseJson, parseYaml } from './data.ts';
import { configFailure } from './failure.ts';
import { findForeign, foreignProblem, isSemanticReleaseCode } from './foreign.ts';
import { importModule } from './module.ts';
import { ownPackages } from './resolve.ts';

const extensions = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.yaml', '.yml'] as const;

/** Where a configuration may be, at the top of the repository alone. */
export const searchPlaces = extensions.map((extension) => `release.config${extension}`);

/** A configuration as it was found, before anything of it is looked at. */
export interface FoundConfig {
  /** Absolute path. */
  readonly file: string;
  /** What the file says or exports. */
  readonly value: unknown;
  /** The file's text, for JSON and YAML. */
  readonly text?: string;
}

/**
 * Finds and reads the configuration: the only `release.config.*` of the repository's top folder, or the file asked for.
 * No other file is executed.
 * @param explicit an absolute path that is read in its place
 * @throws CONFIG_NOT_FOUND, CONFIG_SEVERAL, CONFIG_FOREIGN, CONFIG_UNREADABLE, CONFIG_EMPTY, CONFIG_SYNTAX, CONFIG_FAILED
 */
export async function findConfig(top: string, explicit?: string): Promise<FoundConfig> {
  const file = explicit ?? (await onlyPlace(top));
  const name = relative(top, file) || basename(file);
  if (!extensions.some((extension) => extension === extname(file))) throw unknownExtension(name);
  if (basename(file) === 'package.json') throw manifest(name);
  const text = textOf(file, name);
  if (text.trim() === '') throw empty(name);
  const found = await load(file, text, top);
  if (found.value === undefined || found.value === null) throw empty(name);
  return found;
}

/** The part of cosmiconfig's class that is used; its own types leave it out. */
type ExplorerClass = new (
  options: object,
) => { load(file: string): { readonly config?: { readonly text: string } } };

/**
 * A cosmiconfig with our places, which gives the text alone: what a configuration says (`$import`, `null`) is to mean nothing
 * to it. Its class is taken in place of its function, because the function executes `.config/config.js` of the working
 * directory as "meta configuration" before anything else.
 */
function explorer() {
  const asText = (_file: string, text: string) => ({ text });
  const { ExplorerSync } = internals as unknown as { readonly ExplorerSync: ExplorerClass };
  return new ExplorerSync({
    moduleName: 'release',
    searchPlaces: [...searchPlaces],
    searchStrategy: 'none',
    ignoreEmptySearchPlaces: false,
    loaders: Object.fromEntries(extensions.map((extension) => [extension, asText])),
    transform: (result: unknown) => result,
    cache: false,
    metaConfigFilePath: null,
    mergeImportArrays: false,
    mergeSearchPlaces: false,
  });
}

function textOf(file: string, name: string): string {
  try {
    const found = statSync(file);
    // Reading a pipe would wait for whoever writes into it.
    if (found.isFile() || found.isDirectory()) return explorer().load(file).config?.text ?? '';
  } catch (cause) {
    throw unreadable(name, cause);
  }
  throw notAFile(name);
}

async function load(file: string, text: string, top: string): Promise<FoundConfig> {
  const name = relative(top, file);
  if (extname(file) === '.json') return { file, text, value: await parseJson(text, name) };
  if (/\.ya?ml$/.test(file)) return { file, text, value: await parseYaml(text, name) };
  try {
    return { file, value: exported(await importModule(file, () => ownPackages(top), text), name) };
  } catch (error) {
    throw configFailure(error, { file, text, top });
  }
}

/** Gives the default export, through the wrappings that CommonJS and transpilers put round it. */
function exported(module: unknown, file: string): unknown {
  let value = module;
  for (let depth = 0; depth < 3; depth++) {
    if (typeof value !== 'object' || value === null || !('default' in value)) break;
    value = value.default;
  }
  if (
    value === module &&
    typeof module === 'object' &&
    module !== null &&
    Object.keys(module).length > 0 &&
    !('flows' in module)
  ) {
    const names = Object.keys(module).join(', ');
    const message = `It has no default export, only ${names}.`;
    throw configProblems.refusal('CONFIG_EMPTY', {
      message,
      fix: 'Write `export default defineConfig({ ... })`.',
      where: { file },
    });
  }
  return isEmptyModule(value) ? undefined : value;
}

const isEmptyModule = (value: unknown): boolean =>
  Object.prototype.toString.call(value) === '[object Module]' && Object.keys(Object(value)).length === 0;

async function onlyPlace(top: string): Promise<string> {
  const names = new Set(readdirSync(top));
  const [first, ...others] = await withoutForeign(
    top,
    searchPlaces.filter((place) => names.has(place)),
  );
  if (first === undefined) throw await notFound(top, names);
  if (others.length === 0) return join(top, first);
  const all = [first, ...others];
  throw configProblems.refusal('CONFIG_SEVERAL', {
    message: `There are ${all.length} configurations: ${all.join(' and ')}.`,
    fix: `Keep one of them and delete the ${others.length === 1 ? 'other' : 'others'}, or name one with \`--config FILE\`.`,
    where: { file: first },
  });
}

/** Beside another file, one of semantic-release is not meant: it is left there until the move is made. */
async function withoutForeign(top: string, places: readonly string[]): Promise<readonly string[]> {
  if (places.length < 2) return places;
  const texts = await Promise.all(places.map((place) => readFile(join(top, place), 'utf8').catch(() => '')));
  const own = places.filter(
    (place, index) => !/\.[cm]?[jt]s$/.test(place) || !isSemanticReleaseCode(texts[index] ?? ''),
  );
  return own.length === 0 ? places : own;
}

async function notFound(top: string, names: ReadonlySet<string>): Promise<ReleaseError> {
  const foreign = await findForeign(top);
  if (foreign !== undefined) return new ReleaseError([foreignProblem(foreign.file, foreign.tool)]);
  const near = [...names].find(
    (name) => /^(?:release|launchway)/.test(name) && nearest(name, searchPlaces) !== undefined,
  );
  return configProblems.refusal('CONFIG_NOT_FOUND', {
    message: `There is no release.config.ts (or .mts, .js, .mjs, .cjs, .json, .yaml, .yml) in ${top}.`,
    fix:
      near === undefined
        ? 'Make one with `release init`, or name one with `--config FILE`.'
        : `Is it ${near}? Rename it to release.config.ts, or name it with \`--config ${near}\`.`,
  });
}

const unreadableWords: ReadonlyMap<string, string> = new Map([
  ['EISDIR', 'It is a folder'],
  ['EACCES', 'Its permissions do not let this user read it'],
]);

function unreadable(file: string, cause: unknown): ReleaseError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const where = { file };
  if (code === 'ENOENT') {
    return configProblems.refusal(
      'CONFIG_NOT_FOUND',
      { message: `There is no file ${file}.`, fix: 'Correct the path given with `--config`.', where },
      cause,
    );
  }
  const what = unreadableWords.get(code) ?? `It cannot be read (${code})`;
  return configProblems.refusal(
    'CONFIG_UNREADABLE',
    { message: `${what}.`, fix: 'Look at it with `ls -l` and mend what it shows.', where },
    cause,
  );
}

function notAFile(file: string): ReleaseError {
  return configProblems.refusal('CONFIG_UNREADABLE', {
    message: 'It is no file, but a pipe, a socket or a device.',
    fix: 'Write the configuration into a file.',
    where: { file },
  });
}

function manifest(file: string): ReleaseError {
  return configProblems.refusal('CONFIG_UNREADABLE', {
    message: 'A configuration has a file of its own, and is no part of package.json.',
    fix: 'Make one with `release init`, and leave `--config` out.',
    where: { file },
  });
}

function empty(file: string): ReleaseError {
  const code = /\.(?:json|ya?ml)$/.test(file)
    ? 'Write `flows:` with a flow into it.'
    : 'Write `export default defineConfig({ flows: { ... } })`.';
  return configProblems.refusal('CONFIG_EMPTY', {
    message: 'The configuration is empty.',
    fix: code,
    where: { file },
  });
}

function unknownExtension(file: string): ReleaseError {
  const message = `${file} ${extname(file) === '' ? 'has no extension, by which a configuration is read' : 'has an extension that cannot be read as a configuration'}.`;
  return configProblems.refusal('CONFIG_UNREADABLE', {
    message,
    fix: `Take one of ${extensions.join(', ')}.`,
    where: { file },
  });
}
