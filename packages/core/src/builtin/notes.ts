import { checkOptions } from '../config/rules/options.ts';
import { unknownTracks } from '../hooks/unknown-tracks.ts';
import type { Edit, Section } from '../model/edit.ts';
import { grouped } from '../model/grouped.ts';
import type { Plugin, VersionContext } from '../model/plugin.ts';
import { tagName, type Track } from '../model/track.ts';
import type { Reason, Verdict, VersionChange } from '../model/verdict.ts';
import { harmless } from '../output/text.ts';
import { linksOf } from './links.ts';
import { prepend } from './changelog.ts';
import { builtinRules } from './option-rules.ts';

/** How notes that are made of commits look, and where they are kept. */
export interface NotesOptions {
  /** Headings by commit type, in the order they appear; types that are not named are left out. */
  readonly headings?: Readonly<Record<string, string>>;
  /** A file that every release's notes are put on top of, such as `CHANGELOG.md`; by track, or one for all. */
  readonly changelog?: string | Readonly<Record<string, string>>;
}

const usualHeadings: Readonly<Record<string, string>> = {
  feat: 'Features',
  fix: 'Fixes',
  perf: 'Performance',
  revert: 'Reverts',
};

/** Notes made from the commits: grouped by type, with links to commits, issues and the comparison. */
export function notes(options: NotesOptions = {}): Plugin {
  const misused = checkOptions('notes', options, builtinRules.notes);
  if (misused) return misused;
  const { headings = usualHeadings, changelog } = options;
  return {
    name: 'notes',
    verify: ({ tracks }) =>
      unknownTracks(
        typeof changelog === 'object' ? Object.keys(changelog) : [],
        tracks.map((track) => track.name),
        (name) => `notes() has a changelog for the track "${name}", which the flow does not have.`,
      ),
    bump: (context) => (changelog === undefined ? [] : changelogEdits(context, headings, changelog)),
    notes: (context) =>
      context.changes.map(
        (change): Section => ({
          track: change.track,
          markdown: renderNotes(context, change, headings),
          generated: true,
        }),
      ),
  };
}

/**
 * Gives the Markdown of one track's release, made from its commits: a heading of level 2 with the version, below it a list
 * for each heading, breaking changes first.
 * @param headings by commit type, in their order; the usual ones unless told
 */
export function renderNotes(
  context: VersionContext,
  change: VersionChange,
  headings: Readonly<Record<string, string>> = usualHeadings,
): string {
  const links = linksOf(context.facts.forge);
  const reasons = uniqueReasons(context, change.track);
  const line = (reason: Reason): string => {
    const scope = reason.scope === null ? '' : `**${escapeMarkdown(reason.scope)}:** `;
    const commit = reason.commit === null ? '' : ` (${links.commit(reason.commit)})`;
    return `- ${scope}${links.references(escapeMarkdown(reason.subject))}${commit}`;
  };
  const group = (title: string, members: readonly Reason[], more: readonly string[] = []): string => {
    const lines = [...members.map(line), ...more];
    return lines.length === 0 ? '' : `### ${title}\n\n${lines.join('\n')}`;
  };

  const breaking = reasons.filter((reason) => reason.breaking);
  const others = reasons.filter((reason) => !reason.breaking);
  const named = Object.entries(headings).map(([type, title]) =>
    group(
      title,
      others.filter((reason) => reason.type === type),
    ),
  );
  const rest = group(
    'Other changes',
    others.filter((reason) => !Object.hasOwn(headings, reason.type ?? '')),
    reasons.length === 0 ? shipped(context, change.track) : [],
  );
  return [title(context, change), group('Breaking changes', breaking), ...named, rest]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** What a track brings that moves only because it ships others. */
function shipped(context: VersionContext, name: string): readonly string[] {
  const follows = lookupsOf(context).tracks.get(name)?.follows ?? [];
  return context.changes
    .filter((change) => follows.includes(change.track))
    .map((change) => `- ${escapeMarkdown(change.track)} ${change.next}`);
}

function title(context: VersionContext, change: VersionChange): string {
  const rule = lookupsOf(context).tracks.get(change.track)?.tag;
  const baseline = context.facts.tracks[change.track]?.baseline;
  const from = baseline?.tag ?? baseline?.commit;
  const to = rule === undefined ? 'HEAD' : tagName(rule, change.next);
  const address = from === undefined ? undefined : linksOf(context.facts.forge).compare(from, to);
  return address === undefined ? `## ${change.next}` : `## [${change.next}](${address})`;
}

/** The commits that moved the track, each once: several plugins may name the same. */
function uniqueReasons(context: VersionContext, track: string): readonly Reason[] {
  const counted = lookupsOf(context).counted.get(track) ?? [];
  const byKey = new Map<string, Reason>();
  for (const reason of counted.flatMap((verdict) => verdict.because)) {
    const key = `${reason.commit} ${reason.subject}`;
    if (!byKey.has(key)) byKey.set(key, reason);
  }
  return [...byKey.values()];
}

/** What the notes of each track look up, by its name. */
interface Lookups {
  readonly tracks: ReadonlyMap<string, Track>;
  /** The verdicts that move it. */
  readonly counted: ReadonlyMap<string, readonly Verdict[]>;
}

const known = new WeakMap<VersionContext, Lookups>();

/** Looks through a context once for all its tracks. */
function lookupsOf(context: VersionContext): Lookups {
  const { tracks, verdicts } = context;
  const found = known.get(context) ?? {
    tracks: new Map(tracks.map((track) => [track.name, track])),
    counted: grouped(
      verdicts.filter(({ bump }) => bump !== null),
      ({ track }) => track,
    ),
  };
  known.set(context, found);
  return found;
}

/** Keeps a subject one line of plain text: no HTML, no link or image of its own, no heading, nothing that hides or moves text. */
function escapeMarkdown(text: string): string {
  return harmless(text)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>]/g, (sign) => `\\${sign}`);
}

function changelogEdits(
  context: VersionContext,
  headings: Readonly<Record<string, string>>,
  changelog: string | Readonly<Record<string, string>>,
): readonly Edit[] {
  return context.changes.flatMap((change) => {
    const path = typeof changelog === 'string' ? changelog : changelog[change.track];
    if (path === undefined) return [];
    const several = typeof changelog === 'string' && context.tracks.length > 1;
    const section = renderNotes(context, change, headings);
    const text = several ? section.replace(/^## (?=\[?)/, `## ${change.track} `) : section;
    return [
      {
        path,
        why: `notes of ${change.track} ${change.next}`,
        creates: true,
        apply: (old) => prepend(old, text),
      },
    ];
  });
}
