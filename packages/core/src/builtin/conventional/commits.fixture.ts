import type { Commit, Facts, TrackFacts } from '../../model/facts.ts';
import type { HookContext } from '../../model/plugin.ts';
import type { Track } from '../../model/track.ts';
import type { Verdict } from '../../model/verdict.ts';
import { type ConventionalOptions, conventional } from './plugin.ts';

const track = (name: string): Track => ({
  name,
  pins: [{ file: 'f', format: 'json', pointer: ['version'] }],
  paths: ['**'],
});

/** The name of the commit at a place. */
export const sha = (place: number) => `${place}`.padStart(2, '0').repeat(20);

interface Made {
  readonly message: string;
  readonly parents?: readonly string[];
}

/** Facts with these commits, newest first; all of them count for every track. */
export function context(
  made: readonly (string | Made)[],
  names: readonly string[] = ['chart'],
  own: Partial<TrackFacts> = {},
): HookContext {
  const commits = made.map((one, place): Commit => {
    const { message, parents = [sha(place + 1)] } = typeof one === 'string' ? { message: one } : one;
    return {
      sha: sha(place),
      parents,
      author: { name: 'A', email: 'a@x' },
      date: '',
      message,
      paths: ['src/a.ts'],
    };
  });
  const tracks = names.map((name): [string, TrackFacts] => [
    name,
    {
      name,
      current: '1.0.0',
      pins: [],
      baseline: { how: 'beginning' },
      commits: commits.map((_, place) => place),
      tagPathsChanged: true,
      ...own,
    },
  ]);
  const facts: Facts = {
    head: sha(0),
    headDate: '',
    commits,
    tracks: Object.fromEntries(tracks),
    ci: { provider: 'none' },
  };
  return {
    flow: 'main',
    tracks: names.map(track),
    facts,
    reads: undefined as unknown as HookContext['reads'],
  };
}

/** What the plugin makes of commits. */
export async function analyze(
  made: readonly (string | Made)[],
  options?: ConventionalOptions,
  names?: readonly string[],
  own?: Partial<TrackFacts>,
) {
  const verdicts = await conventional(options).analyze?.(context(made, names, own));
  return verdicts ?? [];
}

/** How far some verdicts move a track. */
export const bumpOf = (verdicts: readonly Verdict[]) =>
  verdicts.find((verdict) => verdict.bump !== null)?.bump ?? null;

/** The rules that were met. */
export const rules = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap((verdict) => verdict.because.map((reason) => reason.rule));
