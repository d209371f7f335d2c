import { readPin } from '../edits/pins.ts';
import { bumpCommand } from '../model/bump-command.ts';
import { defined } from '../model/defined.ts';
import type { Check } from '../model/plugin.ts';
import type { Tree } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import { formed, type Track } from '../model/track.ts';
import { builtinProblems } from './problems.ts';

/** Gives the rule that every file of a track holds the same version. */
export function versionSync(track: Track): Check {
  return {
    name: 'version-sync',
    paths: track.pins.map(({ file }) => file),
    run: async ({ tree, tracks }) => {
      const [truth, ...others] = await heldBy(tree, track);
      const differing = others.filter(({ version }) => version !== truth?.version);
      if (truth === undefined || differing.length === 0) return [];
      const bump = await bumpOf(track, tracks, truth);
      return differing.map((other) => differs(track, truth, other, bump));
    },
  };
}

/** A version that is there, and how its place writes it. */
interface Held {
  readonly file: string;
  readonly line: number | undefined;
  readonly version: string;
  readonly form: string | undefined;
}

/** What the pins hold; a release itself refuses those that hold nothing. */
async function heldBy(tree: Tree, { pins }: Track): Promise<readonly Held[]> {
  const held = await Promise.all(
    pins.map(async (pin): Promise<readonly Held[]> => {
      const { file, form } = pin;
      const text = await tree.text(file);
      const { value: version, line } = text === undefined ? {} : await readPin(text, pin);
      return version === undefined ? [] : [{ file, line, version, form }];
    }),
  );
  return held.flat();
}

/** The command that moves every file of a track, and the version it moves them to. */
async function bumpOf(track: Track, tracks: readonly Track[], { version }: Held): Promise<string> {
  const { default: increment } = await import('semver/functions/inc.js');
  const next = increment(version, 'patch') ?? 'the next version';
  return `\`${bumpCommand(track.name, tracks)}\`, which moves both to ${next}`;
}

function differs({ name }: Track, truth: Held, other: Held, bump: string): Problem {
  const [first, second] = [truth, other].map(
    ({ file, form, version }) => `${file} says ${formed(form, version)}`,
  );
  return builtinProblems.error('TRACK_VERSION_SYNC', {
    message: `The versions of ${name} differ: ${first}, but ${second}.`,
    fix: `Write ${formed(other.form, truth.version)} into ${other.file}, or run ${bump}.`,
    where: { file: other.file, ...defined({ line: other.line }) },
  });
}
