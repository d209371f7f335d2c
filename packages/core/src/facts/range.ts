import type { LoggedCommit } from '../effects/git/reading/log.ts';
import { grouped } from '../model/grouped.ts';
import { Ancestry } from './ancestry.ts';
import type { History } from './history.ts';

/** Commits newest first, and which of them each release already holds. */
export interface Range {
  readonly commits: readonly LoggedCommit[];
  /** By baseline: 1 for a commit that is its ancestor or it; by place in {@link Range.commits}. */
  readonly released: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads a history until it holds every commit that is unreleased since some baseline. Memory does not grow with what
 * all baselines have behind them, save for a few commits.
 * @param baselines all of them on the history; `undefined` for the beginning
 */
export async function readRange(
  history: History,
  baselines: readonly (string | undefined)[],
): Promise<Range> {
  const commits = [...new Set(baselines)].filter((commit) => commit !== undefined);
  if (baselines.includes(undefined)) await history.advance(Infinity);
  if (commits.length === 0) return { commits: history.commits, released: new Map() };
  const graph = await readPast(history, commits);
  return {
    commits: history.commits,
    released: new Map(commits.map((commit) => [commit, graph.ancestors(commit)])),
  };
}

/**
 * Git lists by date, and dates are not always in order: what looks complete is believed when it still does after so
 * many commits more.
 */
const slack = 8;

/**
 * Where a first commit is there, few others are not: those that wrong clocks have put behind it, which may be ways to what
 * looks unreleased. All of them are read then.
 */
async function readPast(history: History, baselines: readonly string[]): Promise<Graph> {
  const ahead = new Set(baselines);
  for await (const commits of history.walk()) {
    for (const { sha } of commits) ahead.delete(sha);
    if (ahead.size === 0) break;
  }
  while (await history.advance(slack)) {
    const graph = new Graph(history.commits);
    if (!graph.hasFirst && graph.endsBehind(baselines)) return graph;
    if (!(await history.advance(graph.hasFirst ? Infinity : history.commits.length >> 3))) break;
  }
  return new Graph(history.commits);
}

/** What was read of a history, and where it ends. */
class Graph {
  readonly #ancestry: Ancestry;
  /** By commit that is not there: the places of its children. */
  readonly #edge: ReadonlyMap<string, readonly { readonly child: number }[]>;
  /** Whether a commit without parents is there. */
  readonly hasFirst: boolean;
  readonly #marks = new Map<string, Uint8Array>();

  constructor(commits: readonly LoggedCommit[]) {
    this.#ancestry = new Ancestry(commits);
    const lacking = commits.flatMap(({ parents }, child) =>
      parents.flatMap((parent) => (this.#ancestry.has(parent) ? [] : { parent, child })),
    );
    this.#edge = grouped(lacking, ({ parent }) => parent);
    this.hasFirst = commits.some(({ parents }) => parents.length === 0);
  }

  /** Marks a commit and all its ancestors. */
  ancestors(sha: string): Uint8Array {
    const known = this.#marks.get(sha);
    if (known !== undefined) return known;
    const marks = this.#ancestry.marks();
    this.#ancestry.reach([sha], marks);
    this.#marks.set(sha, marks);
    return marks;
  }

  /** Tells whether every commit has all that is not there on its history. */
  endsBehind(commits: readonly string[]): boolean {
    const edge = [...this.#edge.values()];
    return commits.every((commit) => {
      const marks = this.ancestors(commit);
      return edge.every((children) => children.some(({ child }) => marks[child] === 1));
    });
  }
}
