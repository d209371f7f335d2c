import type { LoggedCommit } from '../effects/git/log.ts';
import type { Repository } from '../effects/git/repository.ts';

/** Commits newest first, and which of them each release already holds. */
export interface Range {
  readonly commits: readonly LoggedCommit[];
  /** By baseline: 1 for a commit that is its ancestor or it; by place in {@link Range.commits}. */
  readonly released: ReadonlyMap<string, Uint8Array>;
}

/**
 * Reads every commit that is unreleased since some baseline, in one pass.
 *
 * Git leaves out the history of the oldest baseline. That is right when it lies on the history of all the others, as
 * releases of one branch do; where it does not, the history that all have in common is left out instead.
 * @param baselines all of them on the history of `head`; `undefined` for the beginning
 */
export async function readRange(
  repository: Repository,
  head: string,
  baselines: readonly (string | undefined)[],
): Promise<Range> {
  const commits = [...new Set(baselines)].filter((commit) => commit !== undefined);
  if (baselines.includes(undefined)) return read(repository, head, commits);
  const oldest = await oldestOf(repository, commits);
  const range = await read(repository, head, commits, oldest);
  if (oldest === undefined || allHold(range, commits, oldest)) return range;
  return read(repository, head, commits, await repository.commonAncestor(commits));
}

async function read(
  repository: Repository,
  head: string,
  baselines: readonly string[],
  not?: string,
): Promise<Range> {
  const commits: LoggedCommit[] = [];
  if (head !== not) {
    for await (const commit of repository.log({ from: head, ...(not !== undefined && { not: [not] }) }))
      commits.push(commit);
  }
  const graph = new Graph(commits);
  return { commits, released: new Map(baselines.map((commit) => [commit, graph.ancestors(commit)])) };
}

/** The commit history without its contents, by place. */
class Graph {
  readonly #places: ReadonlyMap<string, number>;
  readonly #parents: readonly (readonly number[])[];

  constructor(commits: readonly LoggedCommit[]) {
    const places = new Map(commits.map(({ sha }, place) => [sha, place]));
    this.#places = places;
    this.#parents = commits.map(({ parents }) => parents.flatMap((parent) => places.get(parent) ?? []));
  }

  /** Marks a commit and all its ancestors. */
  ancestors(sha: string): Uint8Array {
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
}

/** Tells whether every commit's history, as far as the range shows it, leads to the one at which the range ends. */
function allHold({ commits, released }: Range, all: readonly string[], end: string): boolean {
  const above = commits.flatMap(({ parents }, place) => (parents.includes(end) ? [place] : []));
  return all.every((commit) => commit === end || above.some((place) => released.get(commit)?.[place] === 1));
}

async function oldestOf(repository: Repository, commits: readonly string[]): Promise<string | undefined> {
  const dated = await Promise.all(
    commits.map(async (commit) => ({ commit, date: await repository.date(commit) })),
  );
  return dated.sort((left, right) => left.date - right.date)[0]?.commit;
}
