import { checkOptions } from '../config/options.ts';
import type { Rule } from '../config/rules.ts';
import { unknownTracks } from '../hooks/unknown-tracks.ts';
import { defined } from '../model/defined.ts';
import type { Generation } from '../model/generation.ts';
import type { Json } from '../model/json.ts';
import type { Plugin, Probe, Release, StepKind } from '../model/plugin.ts';
import type { Effects, Reads } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import { type Deferred, known, type Step } from '../model/step.ts';
import type { Track } from '../model/track.ts';
import { builtinRules } from './options.ts';

/** A command of the user's own, and when it runs. */
export interface ExecOptions {
  /** Names the step: `exec:<name>`. */
  readonly name: string;
  /** The command as a list of arguments; no shell reads it. */
  readonly run: readonly string[];
  /**
   * `publish` (the default) runs after the commit point, `stage` before it, in a throw-away checkout of the release
   * commit, where it may fail without harm. `commit` runs before the release commit is made, in a throw-away checkout of
   * what it holds, and what the command changes becomes part of it.
   */
  readonly phase?: 'commit' | 'stage' | 'publish';
  /** The folder whose changes a `commit` command adds; all of them unless told. What git ignores is left out. */
  readonly folder?: string;
  /**
   * A command that only reads and tells by exit code 0 that the work is done already. A publish command needs one:
   * without it a release that is completed later would do the work twice.
   */
  readonly done?: readonly string[];
  /** Added to the environment. `{version}` and `{version:TRACK}` stand for versions, `{tag}` for the first tag. */
  readonly env?: Readonly<Record<string, string>>;
  /** Run only when one of these tracks is released. */
  readonly tracks?: readonly string[];
  /** Ids of steps that must be done before. */
  readonly needs?: readonly string[];
}

/** A publish command must be able to tell whether its work is done. */
const rule: Rule = (options, path) => {
  const found = builtinRules.exec(options, path);
  const { phase, done } = Object(options) as Partial<ExecOptions>;
  if (found.length > 0 || phase === 'stage' || phase === 'commit' || done !== undefined) return found;
  return [
    {
      kind: 'missing',
      path: [...path, 'done'],
      message:
        'The key "done" is missing: a release that is completed later must be able to tell whether this command did its work.',
      fix: "Add `done`, a command that only reads and exits with 0 when the work is done; or run the command before the commit point with `phase: 'stage'`.",
    },
  ];
};

type Input = {
  readonly run: readonly string[];
  readonly done: readonly string[] | null;
  readonly env: { readonly [name: string]: string };
  readonly commit: Deferred<string>;
};

/**
 * Runs a user's own command as a step `exec:<name>`. Texts are given as arguments and variables, never to a shell; the
 * command fails by any exit code but 0 (COMMAND_FAILED).
 */
export function exec(options: ExecOptions): Plugin {
  const misused = checkOptions('exec', options, rule);
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
  const input: { [key: string]: Json } = {
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
  return { run: [run.map(fill)], folder, env: filled(env, fill) };
}

function filled(env: ExecOptions['env'], fill: (text: string) => string): Input['env'] {
  return Object.fromEntries(Object.entries(env ?? {}).map(([key, value]) => [key, fill(value)]));
}

function fillIn(text: string, { versions, changes, tags }: Release): string {
  return text.replace(/\{(version|tag)(?::([^}]+))?\}/g, (whole, what: string, track: string | undefined) => {
    if (what === 'tag') return tags.find((tag) => track === undefined || tag.track === track)?.name ?? '';
    return versions[track ?? changes[0]?.track ?? ''] ?? whole;
  });
}

const staged: StepKind<Input, Record<string, never>> = {
  kind: 'exec:stage',
  phase: 'stage',
  probe,
  run,
  confirm: false,
};
const published: StepKind<Input, Record<string, never>> = {
  kind: 'exec:publish',
  phase: 'publish',
  probe,
  run,
};

async function probe({ done, env }: Input, reads: Reads): Promise<Probe<Record<string, never>>> {
  if (done === null) return { state: 'todo' };
  const { exitCode } = await reads.query(done, { env, exitCodes: 'any' });
  return exitCode === 0 ? { state: 'done', output: {} } : { state: 'todo' };
}

async function run(input: Input, effects: Effects): Promise<Record<string, never>> {
  const { run: argv, env, commit } = input;
  const sha = known(commit);
  try {
    await effects.exec(argv, sha === undefined ? { env } : { env, cwd: await effects.checkout(sha) });
  } catch (error) {
    // Another run of the same release may have been faster.
    if ((await probe(input, effects)).state !== 'done') throw error;
  }
  return {};
}
