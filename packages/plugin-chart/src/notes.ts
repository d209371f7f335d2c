import { type Edit, renderNotes, type Section, type VersionContext, yamlEditor } from '@launchway/core';
import type { ChartLayout, NotesOptions } from './options.ts';
import { chartProblems } from './problems.ts';

/** The notes of a release, or nothing when the chart is not part of it. */
async function notesOf(
  context: VersionContext,
  layout: ChartLayout,
  notes: NotesOptions,
): Promise<string | undefined> {
  const change = context.changes.find((candidate) => candidate.track === layout.chartTrack);
  if (change === undefined) return undefined;
  if (notes.from === 'commits') return renderNotes(context, change);
  return await context.reads.tree.text(notes.file);
}

/** The section of the chart: the text of the notes file. Notes from commits are the core's own. */
export async function notesSection(
  context: VersionContext,
  layout: ChartLayout,
  notes: NotesOptions,
): Promise<readonly Section[]> {
  const markdown = notes.from === 'commits' ? undefined : await notesOf(context, layout, notes);
  return markdown === undefined
    ? []
    : [{ track: layout.chartTrack, markdown: markdown.replace(/^\uFEFF/, '').trim() }];
}

/**
 * The edits that notes ask for: the file where they come from commits, and the annotation where it goes into the source.
 * @throws NOTES_MISSING, NOTES_STALE for notes written by hand that were not written for this release
 */
export async function notesEdits(
  context: VersionContext,
  layout: ChartLayout,
  notes: NotesOptions,
): Promise<readonly Edit[]> {
  const text = await notesOf(context, layout, notes);
  const change = context.changes.find((candidate) => candidate.track === layout.chartTrack);
  if (change === undefined) return [];
  if (notes.from !== 'commits') await requireFresh(context, layout, notes, text);
  if (text === undefined) return [];
  const why = `notes of ${layout.chartTrack} ${change.next}`;
  const written: Edit = {
    path: notes.file,
    why,
    creates: true,
    apply: (old) => withLineEndsOf(old, `${text.trim()}\n`),
  };
  const annotated =
    notes.into === 'source' && notes.annotation !== undefined
      ? [await annotation(layout, notes.annotation, text, why)]
      : [];
  return [...(notes.from === 'commits' ? [written] : []), ...annotated];
}

async function annotation(layout: ChartLayout, key: string, text: string, why: string): Promise<Edit> {
  const yaml = await yamlEditor();
  return {
    path: layout.file,
    why,
    apply: (content) =>
      yaml.setText({ file: layout.file, text: content }, { map: 'annotations', key }, annotationText(text)),
  };
}

/**
 * Gives notes as an annotation carries them: without white space at the ends of lines, which would make helm write one
 * long quoted line, and without control characters, for which it refuses the chart.
 */
export function annotationText(notes: string): string {
  const printable = notes.replace(/[^\P{Cc}\t\n]|\uFEFF/gu, '');
  return `${printable.replace(/[ \t]+$/gm, '').trim()}\n`;
}

function withLineEndsOf(old: string, text: string): string {
  return old.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

async function requireFresh(
  context: VersionContext,
  layout: ChartLayout,
  notes: NotesOptions,
  text: string | undefined,
): Promise<void> {
  const where = { file: notes.file };
  if (text === undefined || text.trim() === '')
    throw chartProblems.refusal('NOTES_MISSING', {
      message: `The notes of ${layout.chartTrack} are to be in ${notes.file}, which is ${text === undefined ? 'not in the commit' : 'empty'}.`,
      fix: `Write ${notes.file} and commit it, or let the release write it: \`notes: { from: 'commits' }\`.`,
      where,
    });
  const since = context.facts.tracks[layout.chartTrack]?.baseline.commit;
  if (context.byHand === true || since === undefined) return;
  if ((await context.reads.git.tree(since).text(notes.file)) !== text) return;
  throw chartProblems.refusal('NOTES_STALE', {
    message: `${notes.file} still says what it said at ${context.facts.tracks[layout.chartTrack]?.current ?? 'the last release'}.`,
    fix: `Write what changes for users of the chart into ${notes.file} and commit it, or let the release write it: \`notes: { from: 'commits' }\`.`,
    where,
  });
}
