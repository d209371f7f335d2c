import { checkOptions } from '../../config/rules/options.ts';
import { unknownTracks } from '../../hooks/unknown-tracks.ts';
import { defined } from '../../model/defined.ts';
import type { Generation } from '../../model/generation.ts';
import { plainPath } from '../../model/path.ts';
import type { Plugin, Release } from '../../model/plugin.ts';
import type { Problem } from '../../model/problem.ts';
import type { Step } from '../../model/step.ts';
import type { Track } from '../../model/track.ts';
import { type ExecOptions, execRule } from './options.ts';
import { type ExecInput, published, staged } from './steps.ts';

/**
 * Runs a user's own command as a step `exec:<name>`. Texts are given as arguments and variables, never to a shell; the
 * command fails by any exit code but 0 (COMMAND_FAILED).
 */
export function exec(options: ExecOptions): Plugin {
  const misused = checkOptions('exec', options, execRule);
  if (misused) return misused;
  const { name, tracks, phase = 'publish' } = options;
  const isDue = ({ changes }: Release): boolean =>
    changes.some((change) => tracks === undefined || tracks.includes(change.track));
  return {
    name: 'exec',
    id: `exec-${name}`,
    steps: [staged, published],
    verify: (context) => strayTracks(options, context.tracks),
    generate: ({ release }) => (phase === 'commit' && isDue(release) ? [generationOf(options, release)] : []),
    publish: ({ release }) => (phase !== 'commit' && isDue(release) ? [stepOf(options, phase, release)] : []),
  };
}

/** A name that no track has would let the command never run. */
function strayTracks({ name, tracks = [] }: ExecOptions, known: readonly Track[]): readonly Problem[] {
  return unknownTracks(
    tracks,
    known.map((track) => track.name),
    (track) => `The command "${name}" is to run for "${track}", a track that the flow does not have.`,
  );
}

function stepOf(options: ExecOptions, phase: 'stage' | 'publish', release: Release): Step {
  const fill = (text: string): string => fillIn(text, release);
  const input: ExecInput = {
    run: options.run.map(fill),
    done: options.done?.map(fill) ?? null,
    env: filled(options.env, fill),
    commit: release.commit,
  };
  return {
    id: `exec:${options.name}`,
    kind: `exec:${phase}`,
    title: `run ${options.name}`,
    input,
    ...defined({ tracks: options.tracks, needs: options.needs }),
  };
}

function generationOf({ run, env, folder = '' }: ExecOptions, release: Release): Generation {
  const fill = (text: string): string => fillIn(text, release);
  return { run: [run.map(fill)], folder: plainPath(folder), env: filled(env, fill) };
}

function filled(env: ExecOptions['env'], fill: (text: string) => string): ExecInput['env'] {
  return Object.fromEntries(Object.entries(env ?? {}).map(([key, value]) => [key, fill(value)]));
}

function fillIn(text: string, { versions, changes, tags }: Release): string {
  return text.replace(/\{(version|tag)(?::([^}]+))?\}/g, (whole, what: string, track: string | undefined) => {
    if (what === 'tag') return tags.find((tag) => track === undefined || tag.track === track)?.name ?? '';
    return versions[track ?? changes[0]?.track ?? ''] ?? whole;
  });
}
