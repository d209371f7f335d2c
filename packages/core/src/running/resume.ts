import type { GitReads } from '../model/ports.ts';
import type { Track } from '../model/track.ts';
import { releasedBy } from '../planning/release.ts';

/** What the remote's branch says about the commit at hand. */
export type RemoteState =
  /** The branch is where the checkout is, or behind it. */
  | { readonly state: 'current' }
  /** An earlier run has released this commit already: its release commit. */
  | { readonly state: 'released'; readonly commit: string }
  /** The branch has moved on without this commit being released. */
  | { readonly state: 'moved'; readonly tip: string };

export interface RemoteBranch {
  /** The commit at the tip of the branch, its history fetched; nothing when there is no such branch. */
  tip(): Promise<string | undefined>;
}

const farthest = 2000;

/** Looks whether the remote's branch already holds the release commit of `head`: a child of it that moves versions. */
export async function remoteState(
  git: GitReads,
  branch: RemoteBranch,
  head: string,
  tracks: readonly Track[],
): Promise<RemoteState> {
  const tip = await branch.tip();
  if (tip === undefined || tip === head) return { state: 'current' };
  let child = tip;
  for (let count = 0; count < farthest; count++) {
    const parent = await git.commit(`${child}^1`);
    if (parent === undefined) break;
    if (parent === head) {
      const changes = await releasedBy(tracks, git.tree(child), git.tree(head));
      return changes.length > 0 ? { state: 'released', commit: child } : { state: 'moved', tip };
    }
    child = parent;
  }
  return (await git.isAncestor(tip, head)) ? { state: 'current' } : { state: 'moved', tip };
}
