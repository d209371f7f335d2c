import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import type { Line } from './lines.ts';
import { channelOf } from './placeholders.ts';

/** A tag that is asked for; `prefix` and `suffix` are what stands around the version in it, as in `1.2-alpine`. */
export interface RequestedTag {
  readonly name: string;
  readonly line: Line;
  readonly prefix?: string;
  readonly suffix?: string;
}

/** A tag of the registry; the digest where it was asked for. */
export interface ListedTag {
  readonly tag: string;
  readonly digest?: string;
}

/** A version that competes for a floating tag. */
export interface Rival extends ListedTag {
  readonly version: string;
}

/** Whether a tag stands for the newest of several versions. */
export const isFloating = ({ line }: RequestedTag): boolean => line !== 'exact' && line !== 'free';

/** Gives the registry's versions that a floating tag chooses among for a release, the highest first. */
export function rivals(tag: RequestedTag, version: string, listed: readonly ListedTag[]): Rival[] {
  const { prefix = '', suffix = '' } = tag;
  return listed
    .flatMap((each) => {
      const found = exactVersion(between(each.tag, prefix, suffix));
      return found !== undefined && competes(tag.line, found, version) ? [{ ...each, version: found }] : [];
    })
    .sort((left, right) => compare(right.version, left.version) || (left.tag < right.tag ? -1 : 1));
}

function between(tag: string, prefix: string, suffix: string): string {
  const fits = tag.length > prefix.length + suffix.length && tag.startsWith(prefix) && tag.endsWith(suffix);
  return fits ? tag.slice(prefix.length, tag.length - suffix.length) : '';
}

/** One whole version, with or without `v`; not `1.2`, not `2.0.0.1`, not a date. */
function exactVersion(text: string): string | undefined {
  return /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(text) ? parse(text)?.version : undefined;
}

function competes(line: Line, rival: string, version: string): boolean {
  const [theirs, ours] = [parse(rival), parse(version)];
  if (!theirs || !ours) return false;
  if (line === 'channel') return channelOf(rival) !== undefined && channelOf(rival) === channelOf(version);
  if (theirs.prerelease.length > 0) return false;
  if (line === 'latest') return true;
  return theirs.major === ours.major && (line === 'major' || theirs.minor === ours.minor);
}
