import compare from 'semver/functions/compare.js';
import type { PluginCall, Value } from '../outline.ts';
import { lastPart } from '../paths.ts';
import { memberOf, textOf } from '../survey/data.ts';
import type { Survey } from '../survey/survey.ts';
import { namedStyle, plainStyle, type TagStyle } from '../survey/tags.ts';

/** What of a configuration is decided, and why. */
export interface Chosen {
  readonly calls: readonly PluginCall[];
  readonly tracks: readonly ChosenTrack[];
  /** Sentences: what was decided, by what was seen. */
  readonly because: readonly string[];
  /** Sentences: what a person should look at or do. */
  readonly left: readonly string[];
}

/** A track of the configuration. */
export interface ChosenTrack {
  readonly name: string;
  readonly kind: 'chart' | 'app' | 'package' | 'jsr';
  /** Version in the files, where they hold one. */
  readonly version?: string;
  /** Files that hold the version. */
  readonly files: readonly string[];
  /** Its folder; empty for the top. */
  readonly folder: string;
  /** Dockerfiles of the images that go by its version, where that is known. */
  readonly images?: readonly string[];
  /** How their tags write it, where that is not the version by itself. */
  readonly imageForm?: string;
  /** Name of its git tag, with `{version}` in it. */
  readonly tag?: string;
}

export const nothingChosen: Chosen = { calls: [], tracks: [], because: [], left: [] };

export function together(...parts: readonly Chosen[]): Chosen {
  return {
    calls: parts.flatMap(({ calls }) => calls),
    tracks: parts.flatMap(({ tracks }) => tracks),
    because: parts.flatMap(({ because }) => because),
    left: parts.flatMap(({ left }) => left),
  };
}

/** What a tag may be called after. */
export interface Tagged {
  /** The names it goes by, the fullest first. */
  readonly names: readonly string[];
  readonly version?: string;
  /** `plain`: the tags of the repository are its own. `named`: they carry its name. `none`: it has none unless there are. */
  readonly usual: 'plain' | 'named' | 'none';
  /** What stands between name and version where nothing tells; a dash unless told. */
  readonly between?: string;
}

/**
 * Chooses the name of a track's tags: as the tags that are there are called, else as the tool before called them, else as is
 * usual.
 */
export function chooseTag(
  survey: Survey,
  { names, version, usual, between = '-' }: Tagged,
): { readonly tag?: string; readonly newest?: string } {
  const { sight, styles, predecessors } = survey;
  const [name = ''] = names;
  const whole = predecessors.find(({ tag }) => tag !== undefined)?.tag;
  const part = predecessors
    .find(({ namedTag }) => namedTag !== undefined)
    ?.namedTag?.replaceAll('{name}', name);
  const told = (usual === 'plain' ? whole : undefined) ?? part;
  const named = namedStyle(styles, names);
  const plain = usual === 'plain' ? plainStyle(styles) : undefined;
  const before = styles.find(({ template }) => template === told);
  const only = usual === 'plain' && styles.length === 1 && !areNamed(survey) ? styles[0] : undefined;
  const found =
    currentOf([before, plain, named, ...onlyOf(survey, version)], sight.tags, version) ??
    before ??
    plain ??
    named ??
    only;
  if (found !== undefined) return { tag: found.template, newest: found.newest };
  if (told !== undefined) return { tag: told };
  if (usual === 'none') return {};
  return { tag: usual === 'plain' ? 'v{version}' : `${name}${between}{version}` };
}

/** Whether tags carry the name of a part: then they are of that part alone. */
const areNamed = ({ styles, charts, manifests }: Survey): boolean =>
  namedStyle(
    styles,
    [...charts, ...manifests].flatMap(({ name = '', folder }) => [name, lastPart(folder)]),
  ) !== undefined;

/** However tags are called, those of a version that nothing else here has are its own. */
const onlyOf = ({ styles, charts, manifests }: Survey, version: string | undefined): readonly TagStyle[] =>
  [
    ...charts.flatMap((chart) => [chart.version, chart.appVersion]),
    ...manifests.map((one) => one.version),
  ].filter((other) => other === version).length === 1
    ? styles
    : [];

/** The style that has a tag of the version in the files. */
function currentOf(
  candidates: readonly (TagStyle | undefined)[],
  tags: readonly string[],
  version: string | undefined,
): TagStyle | undefined {
  if (version === undefined) return undefined;
  return candidates.find(
    (style) => style !== undefined && tags.includes(style.template.replace('{version}', version)),
  );
}

/** The file of a pin. */
export const fileOf = (pin: Value): string =>
  typeof pin === 'string' ? pin : (textOf(memberOf(pin, 'file')) ?? '');

/** Says what to do where the files are behind the tags. */
export function behind(
  track: string,
  file: string,
  version: string,
  newest: string | undefined,
): readonly string[] {
  // Prereleases are often made of other branches: what this history holds, the plan tells.
  if (newest === undefined || newest.includes('-') || compare(newest, version) <= 0) return [];
  return [
    `${file} says ${version}, and the newest tag is of ${newest}: let the file say so first, with \`npx --no-install release bump --${track}=${newest} --no-push\`.`,
  ];
}

/** Says where the version of a track comes from whose files hold none. */
export const firstVersion = (files: readonly string[], newest: string | undefined): string =>
  newest === undefined
    ? `No version is kept yet: the first release writes it into ${files[0]}.`
    : `The version was kept in tags alone: the next release goes on from the newest, ${newest}, and writes it into ${files[0]}.`;

/** A name made fit for a track, a tag and a command's flag. */
export function trackName(name: string): string {
  const fit = name
    .replace(/^@[^/]*\//, '')
    .replace(/[^\p{L}\p{N}._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .replace(/\.{2,}/g, '.');
  return fit === '' ? 'main' : fit;
}
