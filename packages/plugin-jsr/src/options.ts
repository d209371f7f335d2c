import type { CredentialRef, Problem, TagRule } from '@launchway/core';
import { jsrProblems } from './problems.ts';

/** What holds for every package of an instance. */
export interface PublishOptions {
  /**
   * `oidc`: as the GitHub Actions workflow itself, with no stored token. `token`: with a personal access token. Left
   * out, the token is used where one is set, else the workflow's identity.
   */
  readonly auth?: 'oidc' | 'token';
  /** The variable that holds the personal access token; `JSR_TOKEN` unless told. */
  readonly token?: string | Pick<CredentialRef, 'env'>;
  /** How long one package may take: milliseconds, or a text such as `10m`, which it is unless told. */
  readonly timeout?: number | string;
  /** Path of the deno program; DENO_BIN_PATH, the npm package `deno`, then PATH unless told. */
  readonly deno?: string;
  /** Publishes although types of the public interface must be inferred. */
  readonly allowSlowTypes?: boolean;
  /** Whether deno checks the types; it does unless the package is one of npm's. */
  readonly typeCheck?: boolean;
  /** `false` publishes without saying publicly where it was built. */
  readonly provenance?: boolean;
  /** A command that is run in the throw-away checkout before deno, such as `['npm', 'ci']`. */
  readonly prepare?: readonly string[];
  /** The registry; JSR_URL, then `https://jsr.io/` unless told. */
  readonly registry?: string;
}

/** What tells a package and its version line. */
export interface PackageOptions {
  /** The package's folder from the top of the repository. */
  readonly package: string;
  /** The track's name; the folder's last part unless told. */
  readonly name?: string;
  /** Globs of the paths whose commits count; all of the folder unless told. */
  readonly paths?: readonly string[];
}

/** What tells the tracks and the instance. */
export interface TrackOptions {
  /** Tells two instances apart; `jsr` unless told. */
  readonly id?: string;
  /** Files that may hold the version, each only where it is there; all five of them unless told. */
  readonly manifests?: readonly string[];
  readonly tag?: TagRule;
  readonly follows?: readonly string[];
  /** The version of a first release when no file says one. */
  readonly initial?: string;
}

/** One package. */
export interface OnePackage extends PackageOptions, TrackOptions, PublishOptions {
  readonly packages?: never;
}

/** Several packages, each with a version of its own, or all with one. */
export interface ManyPackages extends TrackOptions, PublishOptions {
  /** Packages that are published in the order in which they need each other. */
  readonly packages: readonly (string | PackageOptions)[];
  /** Gives all of them one version, under this name; each has its own unless told. */
  readonly name?: string;
  readonly package?: never;
  readonly paths?: never;
}

/** Options of `jsr()`. */
export type JsrOptions = OnePackage | ManyPackages;

/** One package of an instance. */
export interface JsrPackage {
  /** From the top of the repository, without a slash at the end; empty for the top itself. */
  readonly folder: string;
  /** What its steps are called. */
  readonly label: string;
  readonly track: string;
  readonly paths: readonly string[];
}

/** Every file that may hold the version of a package. */
export const allManifests = ['jsr.json', 'jsr.jsonc', 'deno.json', 'deno.jsonc', 'package.json'] as const;

const tenMinutes = 600_000;

/** Gives the packages of an instance, their folders in one spelling. */
export function packagesOf(options: JsrOptions): readonly JsrPackage[] {
  const given = packageOptions(options);
  const folders = given.map((one) => folderOf(one.package));
  const shared = options.packages === undefined ? undefined : options.name;
  const labels = labelsOf(folders);
  return given.map((one, index) => {
    const folder = folders[index] ?? '';
    return {
      folder,
      label: labels.get(folder) ?? folder,
      track: shared ?? one.name ?? (lastPart(folder) || 'jsr'),
      paths: one.paths ?? [folder === '' ? '**' : `${folder}/**`],
    };
  });
}

function packageOptions(options: JsrOptions): readonly PackageOptions[] {
  if (options.packages === undefined) return typeof options.package === 'string' ? [options] : [];
  return options.packages.map((one) => (typeof one === 'string' ? { package: one } : one));
}

/** Short names for folders: the last part, or all of it where two end alike. */
export function labelsOf(folders: readonly string[]): ReadonlyMap<string, string> {
  const lasts = folders.map(lastPart);
  return new Map(
    folders.map((folder) => {
      const last = lastPart(folder);
      const isAlone = lasts.filter((other) => other === last).length === 1;
      return [folder, folder === '' ? 'root' : isAlone ? last : folder];
    }),
  );
}

const lastPart = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1);

const folderOf = (path: string): string =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');

/** What is wrong with the options; the configuration is then refused. */
export function optionProblems(options: JsrOptions): readonly Problem[] {
  const given = packageOptions(options);
  return [
    ...(given.length === 0
      ? [wrong('no package is named', "Name the package's folder: `jsr({ package: 'packages/shared' })`.")]
      : []),
    ...given.filter((one) => isOutside(one.package)).map((one) => outside(one.package)),
    ...twice(given.map((one) => folderOf(one.package))),
    ...(options.timeout !== undefined && milliseconds(options.timeout) === undefined
      ? [badTimeout(options.timeout)]
      : []),
    ...(options.registry !== undefined && !isAddress(options.registry)
      ? [badRegistry(options.registry)]
      : []),
    ...(options.prepare !== undefined && !Array.isArray(options.prepare)
      ? [
          wrong(
            '`prepare` is not a list',
            "Write the command as a list of arguments: `prepare: ['npm', 'ci']`. No shell reads it.",
          ),
        ]
      : []),
  ];
}

const isOutside = (path: unknown): boolean =>
  typeof path !== 'string' || path.startsWith('/') || path.includes('\\') || path.split('/').includes('..');

const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

const outside = (path: unknown): Problem =>
  wrong(
    `${JSON.stringify(path)} is not a folder of this repository`,
    'Write the path from the top of the repository, with `/`, such as `packages/shared`.',
  );

const badTimeout = (timeout: number | string): Problem =>
  wrong(
    `the timeout ${JSON.stringify(timeout)} cannot be read`,
    'Write milliseconds, or a text such as `90s` or `10m`.',
  );

const badRegistry = (registry: string): Problem =>
  wrong(
    `the registry ${JSON.stringify(registry)} is not an http or https address`,
    'Write an address such as `https://jsr.io/`, or leave it out.',
  );

function twice(folders: readonly string[]): readonly Problem[] {
  const again = folders.filter((folder, index) => folders.indexOf(folder) !== index);
  return [...new Set(again)].map((folder) => wrong(`"${folder}" is named twice`, 'Name each package once.'));
}

const wrong = (found: string, fix: string): Problem =>
  jsrProblems.error('JSR_OPTIONS', { message: `The options of jsr() are wrong: ${found}.`, fix });

/** Gives the time one package may take. */
export const timeoutOf = ({ timeout = tenMinutes }: PublishOptions): number =>
  milliseconds(timeout) ?? tenMinutes;

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function milliseconds(time: number | string): number | undefined {
  if (typeof time === 'number') return Number.isFinite(time) && time > 0 ? time : undefined;
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)$/.exec(time.trim()) ?? [];
  const value = Number(number) * (units[unit] ?? 0);
  return value > 0 ? value : undefined;
}

/** Names of the variables the token is looked for in. */
export function tokenVariables({ token = 'JSR_TOKEN' }: PublishOptions): readonly string[] {
  return [typeof token === 'string' ? token : token.env].flat();
}
