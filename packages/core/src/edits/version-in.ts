import type { Tree } from '../model/ports.ts';
import type { Track } from '../model/track.ts';
import { readPin } from './pins.ts';

/**
 * Gives the version a tree holds for a track: the value of its first pin, or of the next where that may be missing and
 * is; nothing where there is none.
 */
export async function versionIn(tree: Tree, track: Track): Promise<string | undefined> {
  for (const pin of track.pins) {
    const text = await tree.text(pin.file);
    const value = text === undefined ? undefined : (await readPin(text, pin)).value;
    if (value !== undefined || pin.missing !== 'skip') return value;
  }
  return undefined;
}
