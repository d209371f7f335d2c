import { defined } from '../../model/defined.ts';
import { inside } from '../../model/path.ts';
import type { Value } from '../outline.ts';
import { entriesOf, formOf, memberOf, readData, textOf, textsOf } from '../survey/data.ts';
import type { Sight } from '../survey/sight.ts';
import { missing } from './missing.ts';
import type { Part, Predecessor } from './predecessor.ts';

const configFile = 'release-please-config.json';
const manifestFile = '.release-please-manifest.json';

/** Kinds of packages whose version is in a manifest that pins can hold. */
const withManifest = new Set(['node', 'helm', 'expo']);

/** Reads the configuration and the manifest of release-please. */
export async function readReleasePlease(sight: Sight): Promise<Predecessor | undefined> {
  const [config, manifest] = await Promise.all([readData(sight, configFile), readData(sight, manifestFile)]);
  if (config === undefined && manifest === undefined) return undefined;
  const given = entriesOf(memberOf(config, 'packages'));
  const versions = new Map(entriesOf(manifest).map(([path, version]) => [path, textOf(version)]));
  const packages = given.length > 0 ? given : [...versions.keys()].map((path) => [path, {}] as const);
  const option = (own: unknown, name: string): unknown => memberOf(own, name) ?? memberOf(config, name);
  const read = await Promise.all(
    packages.map(([path, own]) => partOf({ sight, path, own, version: versions.get(path), option })),
  );
  const separator = textOf(memberOf(config, 'tag-separator')) ?? '-';
  const v = memberOf(config, 'include-v-in-tag') === false ? '' : 'v';
  const isPlain = memberOf(config, 'include-component-in-tag') === false || packages.length === 1;
  const shifting = packages.map(([, own]) => option(own, 'bump-minor-pre-major') === true);
  const shifts = shifting.every(Boolean);
  return {
    tool: 'release-please',
    file: config === undefined ? manifestFile : configFile,
    releases: memberOf(config, 'skip-github-release') !== true,
    parts: read.map(({ part }) => part),
    ...(isPlain ? { tag: `${v}{version}` } : { namedTag: `{name}${separator}${v}{version}` }),
    ...(shifts ? {} : { zeroMajor: 'semver' as const }),
    taken: [
      'packages and the manifest: tracks, whose files hold the versions',
      ...read.flatMap(({ taken }) => taken),
    ],
    missing: [
      'the release pull request: none; show `release plan` in a job on each request',
      ...(shifts || !shifting.includes(true)
        ? []
        : ['bump-minor-pre-major of some packages alone: `zeroMajor` holds for the whole flow']),
      ...read.flatMap(({ missing }) => missing),
      ...textsOf(memberOf(config, 'plugins')).map(missing.plugin),
    ],
  };
}

interface Given {
  readonly sight: Sight;
  readonly path: string;
  readonly own: unknown;
  readonly version: string | undefined;
  readonly option: (own: unknown, name: string) => unknown;
}

async function partOf({ sight, path, own, version, option }: Given) {
  const folder = path === '.' ? '' : path.replace(/\/+$/, '');
  const type = textOf(option(own, 'release-type')) ?? 'node';
  const name = textOf(memberOf(own, 'component')) ?? textOf(memberOf(own, 'package-name'));
  const without = textsOf(memberOf(own, 'exclude-paths')).map((each) => `!${each.replace(/\/+$/, '')}/**`);
  const extra = await extraFiles(folder, option(own, 'extra-files'), { sight, version });
  const changelog = textOf(option(own, 'changelog-path')) ?? 'CHANGELOG.md';
  const part: Part = {
    folder,
    changelog: inside(folder, changelog),
    pins: extra.pins,
    ...defined({ name, version }),
    ...(without.length === 0 ? {} : { without }),
    ...(withManifest.has(type) ? {} : { pin: { file: manifestFile, pointer: [path] } }),
  };
  const notKept = withManifest.has(type) || /^(?:go|simple)$/.test(type) ? [] : [type];
  return {
    part,
    taken: without.length === 0 ? [] : [`exclude-paths of ${path}: globs after \`!\``],
    missing: [
      ...notKept.map(
        (kind) =>
          `release-type ${kind} of ${path}: the version is kept in ${manifestFile}, and ${kind}'s own files do not follow`,
      ),
      ...extra.missing,
    ],
  };
}

/** Files with a JSON path of plain keys become pins. */
async function extraFiles(
  folder: string,
  value: unknown,
  { sight, version }: Pick<Given, 'sight' | 'version'>,
): Promise<{ readonly pins: readonly Value[]; readonly missing: readonly string[] }> {
  const pins: Value[] = [];
  const missing: string[] = [];
  for (const entry of Array.isArray(value) ? value : []) {
    const path = textOf(entry) ?? textOf(memberOf(entry, 'path')) ?? '';
    const pointer = /^\$((?:\.[\w-]+)+)$/.exec(textOf(memberOf(entry, 'jsonpath')) ?? '')?.[1]?.slice(1);
    const file = path.startsWith('/') ? path.slice(1) : inside(folder, path);
    if (pointer !== undefined && /\.(?:json|ya?ml)$/.test(path))
      pins.push(await pinOf(file, pointer, { sight, version }));
    else
      missing.push(
        `extra-file ${file}: pin its version where it is JSON or YAML, or change it with a plugin's \`bump\``,
      );
  }
  return { pins, missing };
}

/** A pin that says how the version is written there, where not by itself. */
async function pinOf(
  file: string,
  pointer: string,
  { sight, version = '' }: Pick<Given, 'sight' | 'version'>,
): Promise<Value> {
  const held = textOf(memberOf(await readData(sight, file), ...pointer.split('.')));
  const form = version === '' ? undefined : formOf(held, version);
  return { file, pointer, ...(form === '{version}' ? {} : defined({ form })) };
}
