import parse from 'semver/functions/parse.js';
import rcompare from 'semver/functions/rcompare.js';
import { grouped } from '../../model/grouped.ts';

/** The way a repository writes its tags. */
export interface TagStyle {
  /** With `{version}` in it. */
  readonly template: string;
  /** The highest version among the tags of this style. */
  readonly newest: string;
  readonly count: number;
}

/** Tags of what is built in between are none of a release. */
const passing = /nightly|snapshot|canary|edge|latest|dev/i;

/** Sorts tags by what stands before their version. Tags without a whole version are none of a release. */
export function tagStyles(tags: readonly string[]): readonly TagStyle[] {
  const released = tags.map(parted).filter((tag) => tag !== undefined);
  return [...grouped(released, ({ before }) => before)].map(([before, own]) => ({
    template: `${before}{version}`,
    newest: own.map(({ version }) => version).sort(rcompare)[0] ?? '',
    count: own.length,
  }));
}

/** Parts the tag of a release before its version. */
function parted(tag: string): { readonly before: string; readonly version: string } | undefined {
  const [, before = '', version = ''] = /^(.*?)((?:0|[1-9]\d*)\.\d+\.\d+.*)$/.exec(tag) ?? [];
  const isRelease =
    version !== '' &&
    parse(version)?.raw === version &&
    !passing.test(before) &&
    !/[\p{L}\p{N}.]$/u.test(before.replace(/v$/, ''));
  return isRelease ? { before, version } : undefined;
}

/** Gives the style that carries one of these names: `shop-1.2.0`, `shop-v1.2.0`, `shop@1.2.0`, `shop/v1.2.0`. */
export function namedStyle(styles: readonly TagStyle[], names: readonly string[]): TagStyle | undefined {
  const known = names.filter((name) => name !== '');
  const wanted = new Set(known.flatMap((name) => ['-', '@', '/', '_'].map((between) => name + between)));
  return mostUsed(
    styles.filter(({ template }) => wanted.has(template.replace('{version}', '').replace(/v$/, ''))),
  );
}

/** Gives the style without a name: `v1.2.0` or `1.2.0`. */
export function plainStyle(styles: readonly TagStyle[]): TagStyle | undefined {
  return mostUsed(styles.filter(({ template }) => isPlain(template)));
}

/** Whether tags without a name have this version, and not the other. */
export function plainTagsAre(
  {
    sight,
    styles,
  }: { readonly sight: { readonly tags: readonly string[] }; readonly styles: readonly TagStyle[] },
  version: string,
  other: string,
): boolean {
  const plain = plainStyle(styles);
  const has = (each: string): boolean =>
    plain !== undefined && sight.tags.includes(plain.template.replace('{version}', each));
  return plain !== undefined && !has(other) && has(version);
}

/** Whether tags of this template carry no name. */
export const isPlain = (template: string): boolean => /^v?\{version\}$/.test(template);

function mostUsed(styles: readonly TagStyle[]): TagStyle | undefined {
  return [...styles].sort(
    (left, right) => rcompare(left.newest, right.newest) || right.count - left.count,
  )[0];
}
