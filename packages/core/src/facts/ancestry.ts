import type { Commit } from '../model/facts.ts';

/** Commits by their places, so that long histories are walked without a look at names. */
export class Ancestry {
  readonly #places: ReadonlyMap<string, number>;
  readonly #parents: readonly (readonly number[])[];

  constructor(commits: readonly Pick<Commit, 'sha' | 'parents'>[]) {
    const places = new Map(commits.map(({ sha }, place) => [sha, place]));
    this.#places = places;
    this.#parents = commits.map(({ parents }) => parents.flatMap((parent) => places.get(parent) ?? []));
  }

  /** Whether a commit is there. */
  has(sha: string): boolean {
    return this.#places.has(sha);
  }

  /** Gives room to mark each commit. */
  marks(): Uint8Array {
    return new Uint8Array(this.#parents.length);
  }

  /** Gives the places of the commits that are reached from some through none that is marked, and marks them. */
  reach(from: readonly string[], marks: Uint8Array): readonly number[] {
    const found: number[] = [];
    const open = from.flatMap((sha) => this.#places.get(sha) ?? []);
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      if (marks[place] === 1) continue;
      marks[place] = 1;
      found.push(place);
      open.push(...(this.#parents[place] ?? []));
    }
    return found;
  }
}
