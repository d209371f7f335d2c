import type { DueTag, Plugin, ReleaseContext, StepKind } from '../model/plugin.ts';
import type { Reads } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import { outputOf } from '../model/step.ts';
import { type Track, tagName } from '../model/track.ts';
import { nextVersion } from '../planning/versions.ts';

/** What the push of a release will start on its forge. */
export interface Outlook {
  /** One thing a line, such as `the tag v1.2.3 starts image.yml`. */
  readonly lines: readonly string[];
  /** Warnings, where somebody would wait in vain. */
  readonly problems: readonly Problem[];
}

/** The kinds of a plugin's steps that tell what a push will start. */
export const foretelling = (plugin: Plugin): readonly StepKind[] =>
  (plugin.steps ?? []).filter(({ foretells }) => foretells === true);

/**
 * Foretells what the tags of the release at hand will start, or where none is due, those of the next patch of each track that
 * makes tags. Only plugins that foretell are asked, and nothing is changed.
 */
export async function outlook(
  plugins: readonly Plugin[],
  context: ReleaseContext,
  reads: Reads,
): Promise<Outlook> {
  const told = coming(context);
  if (told.release.tags.length === 0) return { lines: [], problems: [] };
  const found = await Promise.all(plugins.map((plugin) => outlookOf(plugin, told, reads)));
  return {
    lines: [...new Set(found.flatMap(({ lines }) => lines))],
    problems: found.flatMap(({ problems }) => problems),
  };
}

async function outlookOf(plugin: Plugin, context: ReleaseContext, reads: Reads): Promise<Outlook> {
  const kinds = new Map(foretelling(plugin).map((kind) => [kind.kind, kind]));
  const steps = kinds.size === 0 ? [] : ((await plugin.publish?.(context)) ?? []);
  const seen = await Promise.all(
    steps.map(async ({ kind: name, input }): Promise<Outlook> => {
      const kind = kinds.get(name);
      if (kind === undefined) return { lines: [], problems: [] };
      const [probe, problems] = await Promise.all([kind.probe(input, reads), kind.ready?.(input, reads)]);
      const lines = probe.state === 'conflict' ? [probe.problem.message] : (probe.preview ?? []);
      return { lines, problems: (problems ?? []).map((problem) => ({ plugin: plugin.name, ...problem })) };
    }),
  );
  return { lines: seen.flatMap(({ lines }) => lines), problems: seen.flatMap(({ problems }) => problems) };
}

/** The release as one that is yet to be made, with the tags it would have. */
function coming(context: ReleaseContext): ReleaseContext {
  const { release, tracks } = context;
  const due = release.made ? [] : release.tags;
  const tags = due.length > 0 ? due : tracks.flatMap((track) => nextTag(track, release.versions[track.name]));
  return { ...context, release: { ...release, made: false, commit: outputOf('git:commit', 'commit'), tags } };
}

function nextTag({ name, tag }: Track, version: string | undefined): readonly DueTag[] {
  if (tag === undefined || version === undefined) return [];
  const next = nextVersion(version, 'patch', 'semver');
  return [{ track: name, name: tagName(tag, next), message: `Release v${next}` }];
}
