import { Ancestry } from '../../facts/ancestry.ts';
import type { Commit, Facts } from '../../model/facts.ts';
import { grouped } from '../../model/grouped.ts';
import { isCycle, topologicalOrder } from '../../model/order.ts';
import type { ParsedMessage, Reverted } from './message.ts';

/** A commit of a track with what its message says. */
export interface Spoken {
  readonly commit: Commit;
  readonly message: ParsedMessage;
}

/** Gives the names of the unreleased commits that a merge brought, also of those that touch no track. */
export type BroughtBy = (merge: Commit) => readonly string[];

/** Gives what tells what merges among the facts' commits brought, for all tracks; it is made when a reverted merge asks. */
export function broughtIn({ commits }: Pick<Facts, 'commits'>): BroughtBy {
  let known: Ancestry | undefined;
  return ({ parents: [main, ...others] }) => {
    if (main === undefined || others.length === 0) return [];
    known ??= new Ancestry(commits);
    const marks = known.marks();
    known.reach([main], marks);
    return known.reach(others, marks).flatMap((place) => commits[place]?.sha ?? []);
  };
}

/**
 * Tells which unreleased commits count for nothing, because they were taken back before any release or only take such
 * ones back. A revert that was itself reverted reverts nothing.
 * @param spoken newest first, as far as the clocks were right
 * @returns by commit the reason, in words
 */
export function cancelled(spoken: readonly Spoken[], broughtBy: BroughtBy): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  const reverts = spoken.filter(isRevert);
  if (reverts.length === 0) return reasons;
  const index = new Index(spoken, broughtBy);
  for (const revert of revertedLast(reverts, index)) {
    const { commit, message } = revert;
    if (reasons.has(commit.sha)) continue;
    const isThere = (other: Spoken): boolean => other !== revert && !reasons.has(other.commit.sha);
    const isOlder = (other: Spoken): boolean =>
      index.placeOf(other) > index.placeOf(revert) && isThere(other);
    const { commits, header } = message.reverts;
    const targets =
      commits.length > 0
        ? commits.map((sha) => index.bySha(sha, isThere))
        : [header === undefined ? undefined : index.byHeader(header, isOlder)];
    const found = targets.filter((target) => target !== undefined);
    const taken = found.flatMap((target) => index.withMerged(target, isThere));
    for (const one of taken) reasons.set(one.commit.sha, `reverted by ${short(commit)}`);
    const [first] = found;
    if (first !== undefined && found.length === targets.length && message.said[0]?.type === 'revert') {
      reasons.set(commit.sha, `reverts ${short(first.commit)}, which is not released`);
    }
  }
  return reasons;
}

type Revert = Spoken & { readonly message: { readonly reverts: Reverted } };

const isRevert = (spoken: Spoken): spoken is Revert => spoken.message.reverts !== undefined;

/** Gives reverts with those first that name others: the clocks of their authors may tell another order. */
function revertedLast(reverts: readonly Revert[], index: Index): readonly Revert[] {
  const named = reverts.flatMap((revert) =>
    revert.message.reverts.commits.map((sha) => ({ by: revert, of: index.bySha(sha, () => true) })),
  );
  const naming = grouped(named, ({ of }) => of?.commit.sha);
  const ordered = topologicalOrder(
    reverts,
    ({ commit }) => commit.sha,
    ({ commit }) => naming.get(commit.sha)?.map(({ by }) => by.commit.sha) ?? [],
  );
  return isCycle(ordered) ? reverts : ordered;
}

/** Letters of a commit's name that a message quotes at least. */
const quoted = 7;

/** Finds commits without a look at all the others. */
class Index {
  readonly #places: ReadonlyMap<string, number>;
  readonly #spoken: readonly Spoken[];
  readonly #broughtBy: BroughtBy;
  readonly #byStart: ReadonlyMap<string, readonly Spoken[]>;
  readonly #byHeader: ReadonlyMap<string, readonly Spoken[]>;

  constructor(spoken: readonly Spoken[], broughtBy: BroughtBy) {
    this.#spoken = spoken;
    this.#broughtBy = broughtBy;
    this.#places = new Map(spoken.map(({ commit }, place) => [commit.sha, place]));
    this.#byStart = grouped(spoken, ({ commit }) => commit.sha.slice(0, quoted));
    this.#byHeader = grouped(spoken, ({ commit }) =>
      plain(commit.message.trimStart().split('\n', 1)[0] ?? ''),
    );
  }

  placeOf({ commit }: Spoken): number {
    return this.#places.get(commit.sha) ?? -1;
  }

  bySha(sha: string, isMeant: (spoken: Spoken) => boolean): Spoken | undefined {
    const alike = this.#byStart.get(sha.slice(0, quoted)) ?? [];
    return alike.find((one) => one.commit.sha.startsWith(sha) && isMeant(one));
  }

  /** The newest commit with the header, with or without the number of its request at the end. */
  byHeader(header: string, isMeant: (spoken: Spoken) => boolean): Spoken | undefined {
    return this.#byHeader.get(plain(header))?.find(isMeant);
  }

  /** A merge that is taken back takes the commits along that it had brought. */
  withMerged(target: Spoken, isMeant: (spoken: Spoken) => boolean): readonly Spoken[] {
    const brought = this.#broughtBy(target.commit).flatMap(
      (sha) => this.#spoken[this.#places.get(sha) ?? -1] ?? [],
    );
    return [target, ...brought.filter(isMeant)];
  }
}

const plain = (text: string): string => text.trim().replace(/ \([#!]\d+\)$/, '');

const short = (commit: Commit): string => commit.sha.slice(0, 7);
