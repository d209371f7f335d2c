import { isStrictVersion } from '../../edits/strict-version.ts';
import { defined } from '../../model/defined.ts';
import { folderOf, isSample, lastPart } from '../paths.ts';
import { memberOf, readData, readValue, textOf, textsOf } from './data.ts';
import type { Sight } from './sight.ts';

/** A package's manifest. */
export interface Manifest {
  readonly file: string;
  /** The package's folder; empty for the top. */
  readonly folder: string;
  readonly kind: 'npm' | 'jsr';
  readonly name?: string;
  /** As it is written. */
  readonly version?: string;
  readonly isPrivate: boolean;
  /** Whether it names the packages of a workspace. */
  readonly isRoot: boolean;
  readonly data: unknown;
}

/** A version that a track can begin with. */
export const isReleasable = ({ version }: Pick<Manifest, 'version'>): boolean =>
  version !== undefined && isStrictVersion(version);

/** A version that stands for none: 0.0.0, 0.0.0-development. */
export const isPlaceholder = (version: string | undefined): boolean =>
  version !== undefined && /^0\.0\.0(?:-.*)?$/.test(version);

const kinds: Readonly<Record<string, Manifest['kind']>> = {
  'package.json': 'npm',
  'jsr.json': 'jsr',
  'jsr.jsonc': 'jsr',
  'deno.json': 'jsr',
  'deno.jsonc': 'jsr',
};

/** Finds the manifests of packages, those of samples left out. */
export async function findManifests(sight: Sight): Promise<readonly Manifest[]> {
  const files = sight.paths.filter((path) => Object.hasOwn(kinds, lastPart(path)) && !isSample(path));
  const workspace = await workspaceGlobs(sight);
  const read = await Promise.all(
    files.map(async (file): Promise<Manifest | undefined> => {
      const data = await readData(sight, file);
      if (data === undefined) return undefined;
      const kind = kinds[lastPart(file)] ?? 'npm';
      const folder = folderOf(file);
      const name = textOf(memberOf(data, 'name'));
      const version = await readValue(sight, { file, format: 'json', pointer: ['version'] });
      return {
        file,
        folder,
        kind,
        data,
        ...defined({ name, version }),
        isPrivate: memberOf(data, 'private') === true,
        isRoot: folder === '' && workspace.length > 0,
      };
    }),
  );
  return read.filter((manifest) => manifest !== undefined);
}

/** The globs of folders that a workspace at the top names, whoever reads them. */
async function workspaceGlobs(sight: Sight): Promise<readonly string[]> {
  const [npm, pnpm, lerna, deno, denoc] = await Promise.all(
    ['package.json', 'pnpm-workspace.yaml', 'lerna.json', 'deno.json', 'deno.jsonc'].map((file) =>
      readData(sight, file),
    ),
  );
  return [
    ...textsOf(memberOf(npm, 'workspaces')),
    ...textsOf(memberOf(npm, 'workspaces', 'packages')),
    ...textsOf(memberOf(pnpm, 'packages')),
    ...textsOf(memberOf(lerna, 'packages')),
    ...textsOf(memberOf(deno, 'workspace')),
    ...textsOf(memberOf(denoc, 'workspace')),
  ].map((glob) => glob.replace(/^\.\//, ''));
}

/** Whether a folder holds a package for JSR: with a name in a scope, a version and exports. */
export const isForJsr = ({ kind, name, data }: Manifest): boolean =>
  kind === 'jsr' &&
  name !== undefined &&
  /^@[^/]+\/[^/]+$/.test(name) &&
  memberOf(data, 'exports') !== undefined &&
  memberOf(data, 'publish') !== false;
