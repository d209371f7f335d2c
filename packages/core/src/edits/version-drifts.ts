import { bumpCommand } from '../model/bump-command.ts';
import { defined } from '../model/defined.ts';
import type { PinnedValue } from '../model/facts.ts';
import type { Tree } from '../model/ports.ts';
import type { ProblemDetails } from '../model/problem.ts';
import { formed, type Pin, type Track } from '../model/track.ts';
import { readPin } from './pins.ts';
import { spellPointer } from './text.ts';

/**
 * Tells of each place of a track that differs from the first that holds a version. A place that holds none differs too,
 * unless it may: its pin is one to skip, or the track has an `initial` version, which a release writes there.
 * @param tracks all tracks of the flow: the command that mends it moves those that follow, too
 * @throws what {@link readPin} refuses
 */
export async function versionDrifts(
  tree: Tree,
  track: Track,
  tracks: readonly Track[],
): Promise<readonly ProblemDetails[]> {
  const places = await Promise.all(track.pins.map((pin) => placeOf(tree, pin)));
  const held = places.filter(({ pin, value }) => value !== undefined || !mayLack(track, pin));
  const truth = held.find(({ value }) => value !== undefined);
  if (truth?.value === undefined) return [];
  const version = truth.value;
  const others = held.filter(({ value }) => value !== version);
  if (others.length === 0) return [];
  const bump = held.some(isRefused) ? '' : await bumpOf(track, version, tracks);
  return others.map((other) => ({
    message: `The versions of ${track.name} differ: ${told(truth)}, but ${told(other)}.`,
    fix: `Write ${formed(other.pin.form, version)} into ${other.pin.file}${bump}.`,
    where: { file: other.pin.file, ...defined({ line: other.line }) },
  }));
}

/** A pin, and what is found there. */
type Place = Pick<PinnedValue, 'value' | 'line'> & { readonly pin: Pin };

async function placeOf(tree: Tree, pin: Pin): Promise<Place> {
  const text = await tree.text(pin.file);
  return text === undefined ? { pin } : { pin, ...(await readPin(text, pin)) };
}

const mayLack = (track: Track, pin: Pin): boolean => pin.missing === 'skip' || track.initial !== undefined;

/** Whether no release can be made, nor a bump by hand, before the value is written. */
const isRefused = ({ pin, value }: Place): boolean => value === undefined && pin.missing !== 'insert';

const told = ({ pin: { file, pointer, form }, value }: Place): string =>
  `${file} ${spellPointer(pointer)} is ${value === undefined ? 'missing' : formed(form, value)}`;

/** The other way to mend it: the command that moves every file of the track, and the version it moves them to. */
async function bumpOf({ name }: Track, version: string, tracks: readonly Track[]): Promise<string> {
  const { default: increment } = await import('semver/functions/inc.js');
  return `, or run \`${bumpCommand(name, tracks)}\`, which moves both to ${increment(version, 'patch') ?? 'the next version'}`;
}
