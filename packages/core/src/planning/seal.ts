import type { Facts } from '../model/facts.ts';
import { canonicalJson, sha256 } from '../model/json.ts';
import { type Plan, type PlannedTrack, schemaVersion } from '../model/plan.ts';
import type { Problem } from '../model/problem.ts';
import type { Reason, VersionChange } from '../model/verdict.ts';

/** What analysis found, as far as the plan tells it. */
export interface Found {
  readonly facts: Facts;
  readonly changes: readonly VersionChange[];
  readonly tracks: Readonly<Record<string, { because: readonly Reason[]; ignored: readonly Reason[] }>>;
  readonly problems: readonly Problem[];
}

/** The rest of a plan. */
export type Decided = Pick<
  Plan,
  'flow' | 'outcome' | 'release' | 'tags' | 'edits' | 'notes' | 'commit' | 'steps'
>;

/** Puts a plan together and seals it with its digest. */
export function sealPlan(found: Found, decided: Decided): Plan {
  const { facts } = found;
  const { flow, outcome, ...rest } = decided;
  const unsealed: Omit<Plan, 'digest'> = {
    schema: schemaVersion,
    flow,
    head: facts.head,
    branch: facts.branch ?? null,
    outcome,
    tracks: plannedTracks(found),
    ...rest,
    problems: found.problems,
  };
  const { schema, ...sealed } = unsealed;
  return { schema, digest: planDigest(unsealed), ...sealed };
}

/** Gives the digest of a plan, `sha256:` and lower-case hex: over its canonical JSON without the digest itself. */
export function planDigest(plan: Omit<Plan, 'digest'> & { readonly digest?: string }): string {
  const { digest: _digest, ...rest } = plan;
  return sha256(canonicalJson(rest));
}

function plannedTracks({ facts, changes, tracks }: Found): Readonly<Record<string, PlannedTrack>> {
  const changed = new Map(changes.map((change) => [change.track, change]));
  const planned = Object.entries(facts.tracks).map(
    ([name, { current, baseline }]): [string, PlannedTrack] => {
      const change = changed.get(name);
      const { because = [], ignored = [] } = tracks[name] ?? {};
      const moves = { next: change?.next ?? null, bump: change?.bump ?? null };
      return [name, { current, ...moves, baseline: baseline.commit ?? null, because, ignored }];
    },
  );
  return Object.fromEntries(planned);
}
