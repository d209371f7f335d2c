import { readPin } from '../edits/pins.ts';
import type { Repository } from '../effects/git/reading/repository.ts';
import { collectFacts } from '../facts/collect.ts';
import type { Beginning } from '../facts/history.ts';
import { cutCommits } from '../facts/shallow.ts';
import { Uncommitted } from '../facts/uncommitted.ts';
import { defined } from '../model/defined.ts';
import type { Reads } from '../model/ports.ts';
import type { PlanSource } from '../planning/build.ts';
import type { CompiledFlow } from '../planning/flow.ts';

interface PlanReading {
  readonly reads: Reads;
  readonly isCommit: boolean;
  /** Gives what git has begun to read of HEAD, to whoever asks first. */
  begun(): Beginning | undefined;
}

/** What plans of a flow are made from: the commit, or the files as they lie there. */
export function planSource(
  { tracks }: CompiledFlow,
  repository: Repository,
  { reads, isCommit, begun }: PlanReading,
): PlanSource {
  const { env } = reads;
  const files = isCommit ? {} : { tree: reads.folder(repository.top) };
  const means = { repository, tracks, env, readPin, ...files };
  const pinned = tracks.flatMap((track) => track.pins.map((pin) => pin.file));
  const uncommitted = new Uncommitted(isCommit ? repository.dirty : async () => [], pinned);
  return {
    git: repository,
    isCut: async () => (await cutCommits(repository)).size > 0,
    env,
    dirty: (paths) => uncommitted.among(paths),
    collect: (at, as) => {
      if (at !== undefined) return collectFacts({ ...means, at, ...defined({ as }) });
      uncommitted.begin();
      const beginning = begun();
      return collectFacts({ ...means, ...defined({ begun: beginning }) });
    },
    ...files,
  };
}
