import {
  bumpCommand,
  type Check,
  defined,
  type PinnedValue,
  type Problem,
  readPin,
  type Track,
  type Tree,
} from '@launchway/core';
import increment from 'semver/functions/inc.js';
import { jsrProblems } from './problems.ts';

/** The rule that every manifest of a package says the same version. */
export function versionSync(tracks: readonly Track[]): Check {
  return {
    name: 'jsr-version-sync',
    paths: tracks.flatMap((track) => track.pins.map((pin) => pin.file)),
    run: async ({ tree, tracks: all }) => {
      const found = await Promise.all(tracks.map((track) => differences(tree, track, all)));
      return found.flat();
    },
  };
}

/** Gives a problem for each manifest that says another version than the first. */
export async function differences(
  tree: Tree,
  track: Track,
  tracks: readonly Track[],
): Promise<readonly Problem[]> {
  const held: PinnedValue[] = [];
  for (const pin of track.pins) {
    const text = await tree.text(pin.file);
    const value = text === undefined ? undefined : await readPin(text, pin);
    if (value?.value !== undefined) held.push(value);
  }
  const [truth, ...others] = held;
  if (truth === undefined) return [];
  const command = bumpCommand(track.name, tracks);
  const differing = others.filter(({ value }) => value !== truth.value);
  return differing.map((other) => differs(track, truth, other, command));
}

function differs({ name }: Track, truth: PinnedValue, other: PinnedValue, command: string): Problem {
  return jsrProblems.error('JSR_VERSION_SYNC', {
    message: `The versions of ${name} differ: ${truth.file} says ${truth.value}, but ${other.file} says ${other.value}. JSR and its users would see one, everybody else the other.`,
    fix: `Write ${truth.value} into ${other.file}, or run \`${command}\`, which moves both to ${increment(truth.value ?? '', 'patch') ?? 'the next version'}.`,
    where: { file: other.file, ...defined({ line: other.line }) },
  });
}
