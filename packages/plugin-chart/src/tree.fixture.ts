import type { Commit, GitReads, HookContext, Track, Tree, TrackFacts } from '@launchway/core';
import { yamlReader } from '@launchway/helm';
import type { ChartFile } from './chart-file.ts';

/** A tree of texts, for tests. A value of `null` is a symbolic link. */
export function treeOf(files: Readonly<Record<string, string | null>>): Tree {
  const text = async (path: string): Promise<string | undefined> => files[path] ?? undefined;
  return {
    text,
    bytes: async (path) => new TextEncoder().encode(await text(path)),
    list: async (folder = '') =>
      Object.keys(files)
        .filter((path) => folder === '' || path.startsWith(`${folder}/`))
        .map((path) => ({ path, kind: files[path] === null ? 'link' : 'file' })),
  };
}

/** A file of a chart, parsed. */
export async function yamlFile(text: string, file = 'charts/Chart.yaml'): Promise<ChartFile> {
  return { file, ...(await yamlReader()).readFile(file, text) };
}

interface World {
  readonly tracks: readonly Track[];
  /** The tree of the last release and that of HEAD. */
  readonly before: Readonly<Record<string, string | null>>;
  readonly now: Readonly<Record<string, string | null>>;
  readonly commits?: readonly Pick<Commit, 'sha' | 'message' | 'paths'>[];
  readonly current?: string;
}

/** What the hooks get, for tests: a last release at the commit `base`, and HEAD. */
export function contextOf({ tracks, before, now, commits = [], current = '1.4.0' }: World): HookContext {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  const git: GitReads = {
    commit: async (revision) => revision,
    tree: (commit) => treeOf(commit === 'base' ? before : now),
    changedPaths: async () => paths.filter((path) => before[path] !== now[path]),
    config: async () => undefined,
    message: async () => '',
    date: async () => 0,
    isAncestor: async () => true,
  };
  const factsOf = (track: Track): TrackFacts => ({
    name: track.name,
    current,
    pins: [],
    baseline: { commit: 'base', how: 'pin' },
    commits: commits.map((_, index) => index),
    tagPathsChanged: true,
  });
  return {
    flow: 'main',
    tracks,
    reads: { tree: treeOf(now), git, env: () => undefined },
    facts: {
      head: 'head',
      headDate: '2026-01-01T00:00:00Z',
      commits: commits.map((commit) => ({
        ...commit,
        parents: [],
        author: { name: 'a', email: 'a@b.c' },
        date: '2026-01-01T00:00:00Z',
      })),
      tracks: Object.fromEntries(tracks.map((track) => [track.name, factsOf(track)])),
      ci: { provider: 'none' },
    },
  };
}
