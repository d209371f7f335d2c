import type { Commit } from '../model/facts.ts';
import type { ParsedMessage } from './conventional-message.ts';

/** A commit of a track with what its message says. */
export interface Spoken {
  readonly commit: Commit;
  readonly message: ParsedMessage;
}

/**
 * Tells which unreleased commits count for nothing, because they were taken back before any release or only take such
 * ones back. Newest first: a revert that was itself reverted reverts nothing.
 * @returns by commit the reason, in words
 */
export function cancelled(spoken: readonly Spoken[]): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>();
  for (const [place, { commit, message }] of spoken.entries()) {
    if (message.reverts === undefined || reasons.has(commit.sha)) continue;
    const older = spoken.slice(place + 1).filter((other) => !reasons.has(other.commit.sha));
    const { commits, header } = message.reverts;
    const targets =
      commits.length > 0
        ? commits.map((sha) => bySha(older, sha))
        : [header === undefined ? undefined : byHeader(older, header)];
    const found = targets.filter((target) => target !== undefined);
    for (const target of found) {
      for (const taken of withMerged(target, older))
        reasons.set(taken.commit.sha, `reverted by ${short(commit)}`);
    }
    const [first] = found;
    if (first !== undefined && found.length === targets.length && message.said[0]?.type === 'revert') {
      reasons.set(commit.sha, `reverts ${short(first.commit)}, which is not released`);
    }
  }
  return reasons;
}

function bySha(spoken: readonly Spoken[], sha: string): Spoken | undefined {
  return spoken.find(({ commit }) => commit.sha.startsWith(sha));
}

/** The newest commit with the header, with or without the number of its request at the end. */
function byHeader(spoken: readonly Spoken[], header: string): Spoken | undefined {
  const plain = (text: string) => text.trim().replace(/ \([#!]\d+\)$/, '');
  return spoken.find(
    ({ commit }) => plain(commit.message.trimStart().split('\n', 1)[0] ?? '') === plain(header),
  );
}

/** A merge that is taken back takes the commits along that it had brought. */
function withMerged(target: Spoken, older: readonly Spoken[]): readonly Spoken[] {
  const [main, ...others] = target.commit.parents;
  if (main === undefined || others.length === 0) return [target];
  const kept = reachable([main], older);
  return [target, ...[...reachable(others, older)].filter((spoken) => !kept.has(spoken))];
}

/** The commits reached from some; those in between that a track does not know of end the way. */
function reachable(from: readonly string[], spoken: readonly Spoken[]): ReadonlySet<Spoken> {
  const bySha = new Map(spoken.map((one) => [one.commit.sha, one]));
  const found = new Set<Spoken>();
  const open = [...from];
  for (let sha = open.pop(); sha !== undefined; sha = open.pop()) {
    const one = bySha.get(sha);
    if (one === undefined || found.has(one)) continue;
    found.add(one);
    open.push(...one.commit.parents);
  }
  return found;
}

const short = (commit: Commit): string => commit.sha.slice(0, 7);
