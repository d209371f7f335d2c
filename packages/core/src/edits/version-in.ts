import type { Tree } from '../model/ports.ts';
import { type Pin, type Track, unformed } from '../model/track.ts';
import { readPin } from './pins.ts';
import { meantVersion } from './strict-version.ts';

type ReadVersion = (text: string, pin: Pin) => Promise<string | undefined>;

/**
 * Gives the version a tree holds for a track: the value of its first pin, or of the next where that may be missing and
 * is; nothing where there is none.
 * @throws what {@link readPin} refuses
 */
export const versionIn = (tree: Tree, track: Track): Promise<string | undefined> =>
  firstOf(tree, track, async (text, pin) => (await readPin(text, pin)).value);

/** The same of a commit that nobody can mend any more, as {@link heldOnce} reads it. */
export const versionOnceIn = (tree: Tree, track: Track): Promise<string | undefined> =>
  firstOf(tree, track, heldOnce);

/**
 * Gives the version that a pin held in an old text, also where it was written in another way than now: with a `v`, or
 * before the pin had a form. A text that cannot be read holds none.
 */
export async function heldOnce(
  text: string,
  { form = '{version}', ...pin }: Pin,
  read: typeof readPin = readPin,
): Promise<string | undefined> {
  try {
    const { value } = await read(text, pin);
    if (value === undefined) return undefined;
    const version = unformed(form, value) ?? value;
    return meantVersion(version) ?? version;
  } catch {
    return undefined;
  }
}

async function firstOf(tree: Tree, track: Track, read: ReadVersion): Promise<string | undefined> {
  for (const pin of track.pins) {
    const text = await tree.text(pin.file);
    const value = text === undefined ? undefined : await read(text, pin);
    if (value !== undefined || pin.missing !== 'skip') return value;
  }
  return undefined;
}
