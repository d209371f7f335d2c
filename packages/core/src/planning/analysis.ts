import type { Standpoint } from '../facts/collect.ts';
import type { Facts } from '../model/facts.ts';
import type { HookContext, VersionContext } from '../model/plugin.ts';
import type { GitReads, PlanReads, Tree } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import type { Reason, VersionChange } from '../model/verdict.ts';
import type { CompiledFlow } from './flow.ts';
import { foldVerdicts } from './fold.ts';
import type { Overrides } from './overrides.ts';

/** What a plan is made from besides the flow: all of it on this machine. */
export interface PlanSource {
  readonly git: GitReads;
  /** Reads the facts as of a commit; HEAD unless told. */
  readonly collect: (at?: string, as?: Standpoint) => Promise<Facts>;
  /** Whether history is cut off here: a commit without a parent may have one elsewhere. */
  readonly isCut: () => Promise<boolean>;
  readonly env: (name: string) => string | undefined;
  /** The files to read, where they are not the commit's: a bump without a commit takes those of the working tree. */
  readonly tree?: Tree;
  /** Which of these files have uncommitted changes. */
  readonly dirty: (paths: readonly string[]) => Promise<readonly string[]>;
}

/** What the hooks verify and analyze found, folded into versions. */
export interface Analysed {
  readonly context: HookContext;
  readonly version: VersionContext;
  readonly changes: readonly VersionChange[];
  readonly tracks: Readonly<Record<string, { because: readonly Reason[]; ignored: readonly Reason[] }>>;
  readonly problems: readonly Problem[];
}

export interface Given {
  readonly overrides?: Overrides | undefined;
  /** What the tracks become, where that is settled already. */
  readonly changes?: readonly VersionChange[];
  readonly byHand?: boolean;
}

/** Calls verify and analyze, and folds the verdicts into the versions the tracks become. */
export async function analyse(
  flow: CompiledFlow,
  source: PlanSource,
  facts: Facts,
  given: Given,
): Promise<Analysed> {
  const { overrides, byHand = false } = given;
  const reads: PlanReads = {
    tree: source.tree ?? source.git.tree(facts.head),
    git: source.git,
    env: source.env,
  };
  const context: HookContext = { flow: flow.name, tracks: flow.tracks, facts, reads };
  const verified = await flow.lifecycle.verify(context);
  const problems = verified.flatMap(({ plugin, values }) =>
    values.map((problem) => ({ plugin, ...problem })),
  );

  const verdicts = (await flow.lifecycle.analyze(context)).flatMap(({ values }) => values);
  const currents = versionsIn(facts);
  const fold = foldVerdicts(flow.tracks, currents, verdicts, {
    zeroMajor: flow.zeroMajor,
    ...(overrides === undefined ? {} : { overrides }),
  });
  const changes = given.changes ?? fold.changes;
  const moved = Object.fromEntries(changes.map((change) => [change.track, change.next]));
  const version: VersionContext = {
    ...context,
    verdicts,
    changes,
    versions: { ...currents, ...moved },
    ...(byHand ? { byHand } : {}),
  };
  const folded = given.changes === undefined ? fold.problems : [];
  return { context, version, changes, tracks: fold.tracks, problems: [...problems, ...folded] };
}

/** Every track's version as it is. */
export function versionsIn(facts: Facts): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.values(facts.tracks).map((track) => [track.name, track.current]));
}
