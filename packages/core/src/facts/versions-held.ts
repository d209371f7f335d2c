import { requireStrictVersion } from '../edits/strict-version.ts';
import type { PinnedValue } from '../model/facts.ts';
import type { Tree } from '../model/ports.ts';
import { isReleaseError, type Problem, ReleaseError } from '../model/problem.ts';
import type { Pin, Track } from '../model/track.ts';
import { factProblems } from './problems.ts';

/** Reads a pin's value out of its file's text. Throws a ReleaseError where the file cannot be read. */
export type ReadPin = (text: string, pin: Pin) => Promise<PinnedValue>;

/** What a commit's files say of a track's version. */
export interface HeldVersion {
  readonly track: Track;
  readonly pins: readonly PinnedValue[];
  /** The first pin's value; absent where the track was never released. */
  readonly version?: string;
  /** What the next version is made from. */
  readonly current: string;
}

/** The version of a track that holds none yet. */
const unreleased = '0.0.0';

/**
 * Reads every pin of every track.
 * @throws all that is wrong at once: PIN_FILE_MISSING, PIN_NOT_SEMVER, and what `readPin` throws
 */
export async function heldVersions(
  tree: Tree,
  tracks: readonly Track[],
  readPin: ReadPin,
): Promise<readonly HeldVersion[]> {
  const problems: Problem[] = [];
  const texts = new Map<string, Promise<string | undefined>>();
  const textOf = (file: string) => {
    const text = texts.get(file) ?? tree.text(file);
    texts.set(file, text);
    return text;
  };
  const held = await Promise.all(
    tracks.map(async (track): Promise<HeldVersion> => {
      const read = async (pin: Pin, first: boolean) =>
        readValue(track, pin, await textOf(pin.file), readPin, first);
      const pins = await Promise.all(
        track.pins.map((pin, index) =>
          collecting(problems, read(pin, index === 0), { file: pin.file, pointer: pin.pointer }),
        ),
      );
      const version = pins[0]?.value;
      return { track, pins, current: version ?? unreleased, ...(version !== undefined && { version }) };
    }),
  );
  if (problems.length > 0) throw new ReleaseError(problems);
  return held;
}

/** Gives what was read, or keeps its problems for later and gives something else. */
async function collecting<T>(problems: Problem[], reading: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    problems.push(...error.problems);
    return otherwise;
  }
}

async function readValue(
  track: Track,
  pin: Pin,
  text: string | undefined,
  readPin: ReadPin,
  first: boolean,
): Promise<PinnedValue> {
  const { file, pointer } = pin;
  if (text === undefined) {
    if (track.initial === undefined) throw fileMissing(track, pin);
    return { file, pointer };
  }
  const pinned = await readPin(text, pin);
  const { value, line } = pinned;
  const where = { file, pointer: pointer.join('.'), ...(line !== undefined && { line }) };
  if (first && value !== undefined) requireStrictVersion(value, where);
  if (first && value === undefined && track.initial === undefined) throw noVersion(track, pin);
  return pinned;
}

function fileMissing(track: Track, pin: Pin): Error {
  return factProblems.refusal('PIN_FILE_MISSING', {
    message: `The commit holds no file ${pin.file}, which the track "${track.name}" keeps its version in.`,
    fix: `Commit ${pin.file} or correct its path; for a track that was never released, set \`initial\`.`,
    where: { file: pin.file },
  });
}

function noVersion(track: Track, pin: Pin): Error {
  const pointer = pin.pointer.join('.');
  return factProblems.refusal('PIN_WITHOUT_VERSION', {
    message: `${pin.file} holds no version of the track "${track.name}" at ${pointer}.`,
    fix: `Write a version at ${pointer} and commit; for a track that was never released, set \`initial\`.`,
    where: { file: pin.file, pointer },
  });
}
