import {
  type Edit,
  type Problem,
  renderNotes,
  type Section,
  type VersionChange,
  type VersionContext,
  yamlEditor,
} from '@launchway/core';
import { annotationText } from '@launchway/helm';
import type { ChartLayout, NotesOptions } from './options.ts';
import { chartProblems } from './problems.ts';

/**
 * The section of the chart: the text of the notes file, with NOTES_MISSING or NOTES_STALE where it was not written for
 * this release. Notes from commits are the core's own.
 */
export async function notesSection(
  context: VersionContext,
  layout: ChartLayout,
  notes: NotesOptions,
): Promise<readonly Section[]> {
  if (notes.from === 'commits' || changeOf(context, layout) === undefined) return [];
  const text = await context.reads.tree.text(notes.file);
  const problems = await faults(context, layout, notes, text);
  return [
    { track: layout.chartTrack, markdown: plain(text ?? ''), ...(problems.length > 0 && { problems }) },
  ];
}

/** The edits that notes ask for: the file where they come from commits, and the annotation where it goes into the source. */
export async function notesEdits(
  context: VersionContext,
  layout: ChartLayout,
  notes: NotesOptions,
): Promise<readonly Edit[]> {
  const change = changeOf(context, layout);
  if (change === undefined) return [];
  const fromCommits = notes.from === 'commits';
  const text = fromCommits
    ? renderNotes(context, change)
    : plain((await context.reads.tree.text(notes.file)) ?? '');
  if (text === '') return [];
  const why = `notes of ${layout.chartTrack} ${change.next}`;
  const written: Edit = {
    path: notes.file,
    why,
    creates: true,
    apply: (old) => withLineEndsOf(old, `${text}\n`),
  };
  const annotated =
    notes.into === 'source' && notes.annotation !== undefined
      ? [await annotation(layout, notes.annotation, text, why)]
      : [];
  return [...(fromCommits ? [written] : []), ...annotated];
}

function changeOf(context: VersionContext, layout: ChartLayout): VersionChange | undefined {
  return context.changes.find((candidate) => candidate.track === layout.chartTrack);
}

function plain(text: string): string {
  return text.replace(/^\uFEFF/, '').trim();
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

function withLineEndsOf(old: string, text: string): string {
  return old.includes('\r\n') ? text.replaceAll('\n', '\r\n') : text;
}

async function faults(
  context: VersionContext,
  layout: ChartLayout,
  notes: NotesOptions,
  text: string | undefined,
): Promise<readonly Problem[]> {
  const where = { file: notes.file };
  if (text === undefined || plain(text) === '')
    return [
      chartProblems.error('NOTES_MISSING', {
        message: `The notes of ${layout.chartTrack} are to be in ${notes.file}, which is ${text === undefined ? 'not in the commit' : 'empty'}.`,
        fix: `Write ${notes.file} and commit it, or let the release write it: add \`from: 'commits'\` to \`notes\`.`,
        where,
      }),
    ];
  const own = context.facts.tracks[layout.chartTrack];
  const since = own?.baseline.commit;
  if (context.byHand === true || since === undefined) return [];
  if ((await context.reads.git.tree(since).text(notes.file)) !== text) return [];
  return [
    chartProblems.error('NOTES_STALE', {
      message: `${notes.file} still says what it said at ${own?.current ?? 'the last release'}.`,
      fix: `Write what changes for users of the chart into ${notes.file} and commit it, or let the release write it: add \`from: 'commits'\` to \`notes\`.`,
      where,
    }),
  ];
}
