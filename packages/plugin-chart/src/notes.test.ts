import type { VersionContext } from '@launchway/core';
import { expect, test } from 'vitest';
import { annotationText } from '@launchway/helm';
import { notesEdits, notesSection } from './notes.ts';
import { layoutOf } from './options.ts';
import { tracksOf } from './tracks.ts';
import { contextOf } from './tree.fixture.ts';

const options = { chart: 'charts' };
const layout = layoutOf(options);
const file = 'charts/release-notes.md';
const annotation = 'catalog.cattle.io/release-notes';

function releasing(
  before: string | undefined,
  now: string | undefined,
  more: Partial<VersionContext> = {},
): VersionContext {
  const files = (text: string | undefined): Record<string, string> =>
    text === undefined ? {} : { [file]: text };
  const context = contextOf({ tracks: tracksOf(options), before: files(before), now: files(now) });
  const because = [
    {
      commit: 'abcdef0123',
      type: 'fix',
      scope: null,
      subject: 'mend the door',
      breaking: false,
      paths: [],
      bump: 'patch' as const,
      rule: 'fix -> patch',
    },
  ];
  return {
    ...context,
    verdicts: [{ track: 'chart', bump: 'patch', because }],
    changes: [{ track: 'chart', current: '1.4.0', next: '1.4.1', bump: 'patch' }],
    versions: { chart: '1.4.1' },
    ...more,
  };
}

test('notes written by hand are the section of the chart', async () => {
  expect(await notesSection(releasing('old', '## New\n'), layout, { file })).toEqual([
    { track: 'chart', markdown: '## New' },
  ]);
  expect(await notesSection(releasing('old', 'new', { changes: [] }), layout, { file })).toEqual([]);
  expect(await notesSection(releasing('old', 'new'), layout, { file, from: 'commits' })).toEqual([]);
});

async function problems(context: VersionContext): Promise<readonly string[]> {
  const sections = await notesSection(context, layout, { file });
  return sections.flatMap((section) => section.problems ?? []).map((problem) => problem.message);
}

test('notes of the last release are a problem, except for a bump by hand', async () => {
  expect(await problems(releasing('same', 'same'))).toEqual([`${file} still says what it said at 1.4.0.`]);
  expect(await problems(releasing('same', 'same', { byHand: true }))).toEqual([]);
  expect(await problems(releasing('old', 'new'))).toEqual([]);
});

test('missing and empty notes are a problem', async () => {
  expect(await problems(releasing('old', undefined))).toEqual([
    `The notes of chart are to be in ${file}, which is not in the commit.`,
  ]);
  expect(await problems(releasing('old', ' \n'))).toEqual([
    `The notes of chart are to be in ${file}, which is empty.`,
  ]);
});

test('notes written by hand change no file', async () => {
  expect(await notesEdits(releasing('old', 'new'), layout, { file, annotation })).toEqual([]);
});

test('the annotation goes into the source when asked', async () => {
  const [edit, ...others] = await notesEdits(releasing('old', '- one  \r\n- two\n'), layout, {
    file,
    annotation,
    into: 'source',
  });
  expect(others).toEqual([]);
  expect(edit).toMatchObject({ path: 'charts/Chart.yaml', why: 'notes of chart 1.4.1' });
  expect(edit?.apply('name: a\nversion: 1.4.1\n')).toBe(
    `name: a\nversion: 1.4.1\nannotations:\n  ${annotation}: |\n    - one\n    - two\n`,
  );
});

test('notes from commits are written into the file', async () => {
  const [edit] = await notesEdits(releasing('old', 'old'), layout, { file, from: 'commits' });
  expect(edit).toMatchObject({ path: file, creates: true });
  expect(edit?.apply('old\r\n')).toMatch(/^## 1\.4\.1\r\n[^]*mend the door[^]*\r\n$/);
});

test('an annotation has no white space at the ends of lines and no control characters', () => {
  expect(annotationText('\uFEFF\na\u0007\u007f \t\r\n\r\n b\n\n')).toBe('a\n\n b\n');
});
