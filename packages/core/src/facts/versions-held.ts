import { requireStrictVersion } from '../edits/strict-version.ts';
import { defined } from '../model/defined.ts';
import type { PinnedValue } from '../model/facts.ts';
import type { Tree } from '../model/ports.ts';
import { isReleaseError, type Problem, ReleaseError, withoutRepeats } from '../model/problem.ts';
import { type Pin, type Track, unreleased } from '../model/track.ts';
import { fileMissing } from './file-missing.ts';
import { factProblems } from './problems.ts';

/** Reads a pin's value out of its file's text. Throws a ReleaseError where the file cannot be read. */
export type ReadPin = (text: string, pin: Pin) => Promise<PinnedValue>;

/** What a commit's files say of a track's version. */
export interface HeldVersion {
  readonly track: Track;
  readonly pins: readonly PinnedValue[];
  /** The pin that tells the version: the first, or the next where that may be missing and is. */
  readonly truth?: Pin;
  /** That pin's value; absent where the track was never released. */
  readonly version?: string;
  /** What the next version is made from. */
  readonly current: string;
}

/**
 * Reads every pin of every track.
 * @param isPast whether the commit is one that nobody can mend any more, before its track began perhaps: what cannot be read
 * there is left out
 * @throws all that is wrong at once: PIN_FILE_MISSING, PIN_WITHOUT_VERSION, PIN_NOT_SEMVER, and what `readPin` throws
 */
export async function heldVersions(
  tree: Tree,
  tracks: readonly Track[],
  readPin: ReadPin,
  isPast = false,
): Promise<readonly HeldVersion[]> {
  const problems: Problem[] = [];
  const texts = new Map<string, Promise<string | undefined>>();
  const textOf = (file: string) => {
    const text = texts.get(file) ?? tree.text(file);
    texts.set(file, text);
    return text;
  };
  const read = async (track: Track, pin: Pin): Promise<PinnedValue> => {
    const text = await textOf(pin.file);
    if (text !== undefined) return readPin(text, pin);
    if (track.initial === undefined && pin.missing !== 'skip') throw await fileMissing(tree, track, pin);
    return { file: pin.file, pointer: pin.pointer };
  };
  const held = await Promise.all(
    tracks.map(async (track) => {
      const found = await Promise.all(track.pins.map((pin) => collecting(problems, read(track, pin))));
      return heldBy(track, found, problems);
    }),
  );
  if (problems.length > 0 && !isPast) throw new ReleaseError(withoutRepeats(problems));
  return held;
}

/** @param found what its pins hold; nothing of one that could not be read */
async function heldBy(
  track: Track,
  found: readonly (PinnedValue | undefined)[],
  problems: Problem[],
): Promise<HeldVersion> {
  const truth = track.pins.find((pin, index) => !isSkipped(pin, found[index]));
  const version = await collecting(problems, versionOf(track, truth, found));
  return {
    track,
    pins: track.pins.map(({ file, pointer }, index) => found[index] ?? { file, pointer }),
    current: version ?? unreleased,
    ...defined({ truth, version }),
  };
}

/** Gives what was read, or keeps its problems for later and gives nothing. */
async function collecting<T>(problems: Problem[], reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** Whether a pin may be missing and is; what could not be read counts as there. */
const isSkipped = (pin: Pin, found: PinnedValue | undefined): boolean =>
  pin.missing === 'skip' && found !== undefined && found.value === undefined;

/** The version that the truth says; nothing where it could not be read, which is told elsewhere. */
async function versionOf(
  track: Track,
  truth: Pin | undefined,
  found: readonly (PinnedValue | undefined)[],
): Promise<string | undefined> {
  if (truth === undefined) {
    if (track.initial === undefined) throw nowhere(track);
    return undefined;
  }
  const pinned = found[track.pins.indexOf(truth)];
  if (pinned === undefined) return undefined;
  const { file, pointer, value, line } = pinned;
  const where = { file, pointer: pointer.join('.'), ...defined({ line }) };
  if (value !== undefined) requireStrictVersion(value, where, truth.form);
  if (value === undefined && track.initial === undefined) throw noVersion(track, truth);
  return value;
}

function nowhere(track: Track): Error {
  const files = track.pins.map((pin) => pin.file);
  return factProblems.refusal('PIN_FILE_MISSING', {
    message: `The commit holds no version of the track "${track.name}": none of ${files.join(', ')} is there with one.`,
    fix: 'Commit the file that holds the version, or correct its path; for a `track()` that was never released, set `initial`.',
    where: { file: files[0] ?? '' },
  });
}

function noVersion(track: Track, pin: Pin): Error {
  const pointer = pin.pointer.join('.');
  return factProblems.refusal('PIN_WITHOUT_VERSION', {
    message: `${pin.file} holds no version of the track "${track.name}" at "${pointer}".`,
    fix: `Write one at "${pointer}" and commit, or name another place by \`pointer\`; for a \`track()\` that was never released, set \`initial\`.`,
    where: { file: pin.file, pointer },
  });
}
