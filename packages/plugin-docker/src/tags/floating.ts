import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import { channelOf } from './placeholders.ts';
import { isFloating, type ListedTag, type RequestedTag, type Rival, rivals } from './rivals.ts';

/** What is to be done with a tag; `from` is the version it named before, as far as that is known. */
export type TagDecision =
  | { readonly tag: string; readonly action: 'create' }
  | { readonly tag: string; readonly action: 'move' | 'unchanged'; readonly from?: string }
  | { readonly tag: string; readonly action: 'hold'; readonly why: string };

/** A version, the tags that are asked for it, and those that are there. */
export interface FloatingRequest {
  readonly version: string;
  /** The repository's tags; absent when the registry could not be read. */
  readonly existing: readonly ListedTag[] | undefined;
  readonly requested: readonly RequestedTag[];
  /** Whether the tag `0` is wanted. */
  readonly majorZero?: boolean;
  /** The digest of the release, where it is known. */
  readonly digest?: string;
}

/** The tags a version has when nobody says otherwise: its own, its lines and `latest`, or the channel's. */
export function usualTags(version: string): RequestedTag[] {
  const parsed = parse(version);
  if (!parsed) return [];
  const exact: RequestedTag = { name: parsed.version, line: 'exact' };
  const channel = channelOf(version);
  if (parsed.prerelease.length > 0)
    return channel === undefined ? [exact] : [exact, { name: channel, line: 'channel' }];
  return [
    exact,
    { name: `${parsed.major}.${parsed.minor}`, line: 'minor' },
    { name: `${parsed.major}`, line: 'major' },
    { name: 'latest', line: 'latest' },
  ];
}

/**
 * Decides for each tag whether a version may have it: a floating tag goes to the highest version of its line and never
 * back, a prerelease moves its channel and nothing else, and without knowing the registry's tags no floating one moves.
 */
export function decideTags(request: FloatingRequest): TagDecision[] {
  return request.requested.map((tag) => decide(tag, request));
}

function decide(tag: RequestedTag, request: FloatingRequest): TagDecision {
  const { version, existing } = request;
  if (!isFloating(tag)) return placeFixed(tag, request);
  const hold = (why: string): TagDecision => ({ tag: tag.name, action: 'hold', why });
  const unfit = refusal(tag, request);
  if (unfit !== undefined) return hold(unfit);
  if (!existing) return hold("the registry's tags could not be read, and a higher version may hold it");
  const versions = rivals(tag, version, existing);
  const [highest] = versions;
  if (highest && compare(highest.version, version) > 0)
    return hold(`${highest.version} is higher than ${plain(version)}`);
  return placeFloating(tag, request, versions);
}

/** Why a version may not have a floating tag, whatever the registry holds. */
function refusal({ name, line }: RequestedTag, { version, majorZero }: FloatingRequest): string | undefined {
  const parsed = parse(version);
  const channel = channelOf(version);
  if (!parsed) return `"${version}" is no semantic version`;
  if (line === 'channel')
    return channel === undefined ? `${plain(version)} belongs to no channel` : undefined;
  if (parsed.prerelease.length > 0)
    return `${plain(version)} is a prerelease${channel === undefined ? '' : ` and moves "${channel}" only`}`;
  if (line === 'major' && parsed.major === 0 && !majorZero)
    return `"${name}" promises nothing below 1.0.0, so it is published only when asked for`;
  return undefined;
}

/** A version's own tag stays where it is, a branch's goes along. */
function placeFixed({ name, line }: RequestedTag, { existing = [], digest }: FloatingRequest): TagDecision {
  const held = existing.find(({ tag }) => tag === name);
  if (!held) return { tag: name, action: 'create' };
  if (line === 'exact' || (digest !== undefined && held.digest === digest))
    return { tag: name, action: 'unchanged' };
  return { tag: name, action: 'move' };
}

/** Tells by digests which version held the tag, or where they are not known takes the highest one below. */
function placeFloating(
  { name }: RequestedTag,
  { version, existing = [], digest }: FloatingRequest,
  versions: readonly Rival[],
): TagDecision {
  const held = existing.find(({ tag }) => tag === name);
  if (!held) return { tag: name, action: 'create' };
  if (digest === undefined || held.digest === undefined) {
    const [highest] = versions;
    if (!highest) return { tag: name, action: 'move' };
    return {
      tag: name,
      action: compare(highest.version, version) === 0 ? 'unchanged' : 'move',
      from: highest.version,
    };
  }
  if (held.digest === digest) return { tag: name, action: 'unchanged', from: plain(version) };
  const holder = versions.find((rival) => rival.digest === held.digest);
  return { tag: name, action: 'move', ...(holder ? { from: holder.version } : {}) };
}

const plain = (version: string): string => parse(version)?.version ?? version;
