import { type Commit, type HookContext, inside, type Reason, type Verdict } from '@launchway/core';
import { parseHelmignore } from '@launchway/helm';
import { type ChartLayout, relativeTo } from './options.ts';

/**
 * Says that the chart moves by a patch when what its package contains differs from the last release, whatever the
 * commits are called: users of a chart see its content, not its commits.
 */
export async function contentVerdict(context: HookContext, layout: ChartLayout): Promise<readonly Verdict[]> {
  const { facts, reads, tracks } = context;
  const own = facts.tracks[layout.chartTrack];
  if (own === undefined || !tracks.some((track) => track.name === layout.chartTrack)) return [];
  const commits = own.commits.map((index) => facts.commits[index]).filter((commit) => commit !== undefined);
  const since = own.baseline.commit;
  const paths =
    since === undefined
      ? commits.flatMap((commit) => commit.paths)
      : await reads.git.changedPaths(since, facts.head);
  const ships = await shipping(context, layout);
  const changed = new Set([...new Set(paths)].filter(ships));
  if (changed.size === 0) return [];
  const because = commits.flatMap((commit) => reasonOf(commit, changed) ?? []);
  const reasons = because.length > 0 ? because : [unnamed(facts.head, [...changed])];
  return [{ track: layout.chartTrack, bump: ruling.bump, because: reasons }];
}

/** Tells the paths whose content is in the chart's package. A changed `.helmignore` always counts: it decides about others. */
async function shipping({ reads }: HookContext, layout: ChartLayout): Promise<(path: string) => boolean> {
  const file = inside(layout.folder, '.helmignore');
  const { rules } = parseHelmignore((await reads.tree.text(file)) ?? '', file);
  return (path) => {
    const relative = relativeTo(layout.folder, path);
    return relative !== undefined && (relative === '.helmignore' || !rules.ignores(relative));
  };
}

const ruling = { bump: 'patch', rule: 'chart content -> patch' } as const;

/** Names a commit with what it changed; nothing where that is not in the chart. */
function reasonOf(commit: Commit, changed: ReadonlySet<string>): Reason | undefined {
  const paths = commit.paths.filter((path) => changed.has(path));
  if (paths.length === 0) return undefined;
  const header = commit.message.split('\n', 1)[0] ?? '';
  const [, type, scope, subject] = /^(\w+)(?:\(([^)]*)\))?!?: +(.*)$/.exec(header) ?? [];
  return {
    commit: commit.sha,
    type: type ?? null,
    scope: scope ?? null,
    subject: subject ?? header,
    breaking: false,
    paths,
    ...ruling,
  };
}

function unnamed(head: string, paths: readonly string[]): Reason {
  return {
    commit: head,
    type: null,
    scope: null,
    subject: 'chart content differs from the last release',
    breaking: false,
    paths,
    ...ruling,
  };
}
