import { posix } from 'node:path';
import { instanceName } from '../hooks/order.ts';
import { hookProblems } from '../hooks/problems.ts';
import { unknownTracks } from '../hooks/unknown-tracks.ts';
import { grouped } from '../model/grouped.ts';
import type { Plugin } from '../model/plugin.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import type { Pin, Track } from '../model/track.ts';

/**
 * Gives the tracks that a flow's plugins bring, each stamped with its plugin's name.
 * @throws TRACK_DUPLICATE, TRACK_UNKNOWN, TRACK_WITHOUT_PIN, TRACK_PIN_REPEATED, TRACK_PIN_SHARED, all that apply at once
 */
export function tracksOf(plugins: readonly Plugin[]): readonly Track[] {
  const tracks = plugins.flatMap((plugin) =>
    (plugin.tracks ?? []).map((track) => ({ ...track, plugin: instanceName(plugin) })),
  );
  const names = tracks.map((track) => track.name);
  const rivals = rivalsAmong(tracks);
  const problems = tracks.flatMap((track, index) => [
    ...duplicate(track, names.indexOf(track.name) !== index),
    ...unknownTracks(
      track.follows ?? [],
      names,
      (name) => `The track "${track.name}" follows "${name}", which the flow does not have.`,
    ),
    ...withoutPin(track),
    ...repeatedPins(track),
    ...sharedPins(track, rivals(track, index)),
    ...sharedTag(track, rivals(track, index)),
  ]);
  if (problems.length > 0) throw new ReleaseError(problems);
  return tracks;
}

function duplicate(track: Track, again: boolean): readonly Problem[] {
  if (!again) return [];
  return [
    hookProblems.error('TRACK_DUPLICATE', {
      message: `Two plugins bring a track named "${track.name}"; the second is "${track.plugin}".`,
      fix: 'Give one of them another name in its options.',
    }),
  ];
}

function withoutPin(track: Track): readonly Problem[] {
  if (track.pins.length > 0) return [];
  return [
    hookProblems.error('TRACK_WITHOUT_PIN', {
      message: `The track "${track.name}" names no file that holds its version.`,
      fix: "Name at least one file, such as `pins: ['package.json']`.",
    }),
  ];
}

function repeatedPins({ name, plugin, pins }: Track): readonly Problem[] {
  const repeated = pins.filter((pin, index) => pins.findIndex((other) => isSamePlace(other, pin)) !== index);
  return [...new Set(repeated.map(placeOf))].map((place) =>
    hookProblems.error('TRACK_PIN_REPEATED', {
      message: `The track "${name}" (plugin "${plugin}") names ${place} more than once.`,
      fix: 'Leave the file out all but once; a plugin may bring it by itself.',
    }),
  );
}

/** Gives the tracks before one that it may share a place or a tag with: mostly none, as one look at all of them tells. */
function rivalsAmong(tracks: readonly Track[]): (track: Track, index: number) => readonly Track[] {
  const claims = grouped(
    tracks.flatMap((track) => [...new Set(claimsOf(track))]),
    (claim) => claim,
  );
  const isContested = (claim: string): boolean => (claims.get(claim)?.length ?? 0) > 1;
  return (track, index) => (claimsOf(track).some(isContested) ? tracks.slice(0, index) : []);
}

/** What a track has to have for itself. */
const claimsOf = ({ pins, tag }: Track): readonly string[] => [
  ...pins.map(keyOf),
  ...(tag === undefined ? [] : [`\0${tag.name}`]),
];

/** A place holds one version, so two tracks that write it would undo each other's work. */
function sharedPins(track: Track, earlier: readonly Track[]): readonly Problem[] {
  return earlier.flatMap((other) => {
    if (other.name === track.name) return [];
    const shared = track.pins.filter((pin) => other.pins.some((held) => isSamePlace(held, pin)));
    if (shared.length === 0) return [];
    const places = shared.map(placeOf).join(', ');
    return [
      hookProblems.error('TRACK_PIN_SHARED', {
        message: `The tracks "${other.name}" (plugin "${other.plugin}") and "${track.name}" (plugin "${track.plugin}") both keep their version in ${places}.`,
        fix: 'Remove the file from one of them in the options of its plugin, or make the two one track.',
        where: { file: shared[0]?.file ?? '' },
      }),
    ];
  });
}

const keyOf = ({ file, pointer }: Pin): string => [posix.normalize(file), ...pointer].join('\0');

const isSamePlace = (left: Pin, right: Pin): boolean => keyOf(left) === keyOf(right);

const placeOf = ({ pointer, file }: Pin): string => `${pointer.join('.')} of ${posix.normalize(file)}`;

/** The tags of both would be taken for releases of each. */
function sharedTag({ name, plugin, tag }: Track, earlier: readonly Track[]): readonly Problem[] {
  const other = earlier.find((one) => one.name !== name && tag !== undefined && one.tag?.name === tag.name);
  if (other === undefined) return [];
  return [
    hookProblems.error('TRACK_TAG_SHARED', {
      message: `The tracks "${other.name}" (plugin "${other.plugin}") and "${name}" (plugin "${plugin}") both have tags of the form ${tag?.name}, so that a tag does not say whose version it is.`,
      fix: `Tell them apart, such as \`tag: { name: '${name}-v{version}' }\`, or leave the tag of one out; parts that always have one version are one track with several pins.`,
    }),
  ];
}
