import type { LoggedCommit } from '../effects/git/reading/log.ts';
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

async function readPast(history: History, baselines: readonly string[]): Promise<Graph> {
  const ahead = new Set(baselines);
  for await (const commits of history.walk()) {
    for (const { sha } of commits) ahead.delete(sha);
    if (ahead.size === 0) break;
  }
  while (await history.advance(slack)) {
    const graph = new Graph(history.commits);
    if (graph.endsBehind(baselines)) return graph;
    if (!(await history.advance(history.commits.length >> 3))) break;
  }
  return new Graph(history.commits);
}

/** The commit history without its contents, by place. */
class Graph {
  readonly #places: ReadonlyMap<string, number>;
  readonly #parents: readonly (readonly number[])[];
  /** By commit that is not there: the places of its children. */
  readonly #edge = new Map<string, number[]>();
  /** Whether a commit without parents is there. */
  readonly #hasFirst: boolean;
  readonly #marks = new Map<string, Uint8Array>();

  constructor(commits: readonly LoggedCommit[]) {
    const places = new Map(commits.map(({ sha }, place) => [sha, place]));
    this.#places = places;
    this.#parents = commits.map(({ parents }, place) =>
      parents.flatMap((parent) => places.get(parent) ?? this.#miss(parent, place)),
    );
    this.#hasFirst = commits.some(({ parents }) => parents.length === 0);
  }

  #miss(parent: string, child: number): readonly number[] {
    if (!this.#edge.get(parent)?.push(child)) this.#edge.set(parent, [child]);
    return [];
  }

  /** Marks a commit and all its ancestors. */
  ancestors(sha: string): Uint8Array {
    const marks = this.#marks.get(sha) ?? this.#mark(sha);
    this.#marks.set(sha, marks);
    return marks;
  }

  #mark(sha: string): Uint8Array {
    const marks = new Uint8Array(this.#parents.length);
    const start = this.#places.get(sha);
    const open = start === undefined ? [] : [start];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (marks[place] === 1) continue;
      marks[place] = 1;
      open.push(...(this.#parents[place] ?? []));
    }
    return marks;
  }

  /**
   * Tells whether every commit has all that is not there on its history. Where a first commit is there, few are not: those
   * that wrong clocks have put behind it, which may be ways to what looks unreleased.
   */
  endsBehind(commits: readonly string[]): boolean {
    if (this.#hasFirst) return false;
    const edge = [...this.#edge.values()];
    return commits.every((commit) => {
      const marks = this.ancestors(commit);
      return edge.every((children) => children.some((place) => marks[place] === 1));
    });
  }
}
