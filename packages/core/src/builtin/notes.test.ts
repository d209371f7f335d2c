import { expect, test } from 'vitest';
import type { HookContext, VersionContext } from '../model/plugin.ts';
import type { Reason } from '../model/verdict.ts';
import { notes, renderNotes } from './notes.ts';

const reason = (type: string | null, subject: string, more: Partial<Reason> = {}): Reason => ({
  commit: `${'abcdef0'.repeat(5)}abcde`,
  type,
  scope: null,
  subject,
  breaking: false,
  paths: ['src/a.ts'],
  bump: 'patch',
  rule: 'x',
  ...more,
});
const change = { track: 'tool', current: '3.1.0', next: '3.2.0', bump: 'minor' as const };

function contextOf(because: readonly Reason[], more: Partial<VersionContext> = {}): VersionContext {
  return {
    tracks: [{ name: 'tool', pins: [], paths: [], tag: { name: 'tool-{version}' } }],
    facts: {
      forge: { kind: 'github', url: 'https://forge.example/crew/tool' },
      tracks: { tool: { baseline: { how: 'tag', tag: 'tool-3.1.0', commit: 'c0ffee' } } },
    },
    verdicts: [{ track: 'tool', bump: 'minor', because }],
    changes: [change],
    versions: { tool: '3.2.0' },
    ...more,
  } as unknown as VersionContext;
}

test('groups commits by type, breaking changes first, with links', () => {
  const context = contextOf([
    reason('fix', 'mend the hull', { scope: 'hull' }),
    reason('feat', 'set sail (#8)'),
    reason('feat', 'drop the mast', { breaking: true }),
    reason(null, 'tool content'),
  ]);
  const link = `([abcdef0](https://forge.example/crew/tool/commit/${'abcdef0'.repeat(5)}abcde))`;
  expect(renderNotes(context, change)).toBe(
    [
      '## [3.2.0](https://forge.example/crew/tool/compare/tool-3.1.0...tool-3.2.0)',
      `### Breaking changes\n\n- drop the mast ${link}`,
      `### Features\n\n- set sail ([#8](https://forge.example/crew/tool/issues/8)) ${link}`,
      `### Fixes\n\n- **hull:** mend the hull ${link}`,
      `### Other changes\n\n- tool content ${link}`,
    ].join('\n\n'),
  );
});

test('a track that moves because it ships another says what it brings', () => {
  const brought = { track: 'hull', current: '1.9.0', next: '2.0.0', bump: 'major' as const };
  const tracks = [{ name: 'tool', pins: [], paths: [], follows: ['hull', 'mast'] }];
  const context = contextOf([], { tracks, changes: [change, brought], facts: { tracks: {} } as never });
  expect(renderNotes(context, change)).toBe('## 3.2.0\n\n### Other changes\n\n- hull 2.0.0');
  const own = contextOf([reason('fix', 'mend')], { tracks, changes: [change, brought] });
  expect(renderNotes(own, change)).not.toContain('2.0.0');
});

test('names a commit once, whatever the number of plugins that count it', () => {
  const twice = contextOf([reason('fix', 'mend the hull'), reason('fix', 'mend the hull')]);
  expect(renderNotes(twice, change).match(/mend the hull/g)).toHaveLength(1);
});

test('lets no subject bring HTML, links or several lines', () => {
  const hostile = contextOf([reason('feat', '<img src=x> [a](b) *c*\n## d')]);
  expect(renderNotes(hostile, change)).toContain('\\<img src=x\\> \\[a\\](b) \\*c\\* ## d');
});

test('lets no subject colour, move or hide what readers of the notes see', () => {
  const subject =
    'paint \u001B[31mred\u001B]8;;http://evil.example\u0007link \u202Ereversed\u202C \u200Bhidden';
  const notes = renderNotes(contextOf([reason('fix', subject, { scope: 'ru\u2066st' })]), change);
  expect(notes).toContain('- **rust:** paint redlink reversed hidden (');
});

test('refuses a changelog of a track that is not there', async () => {
  const context = contextOf([]) as unknown as HookContext;
  const found = await notes({ changelog: { tool: 'a.md', tol: 'b.md' } }).verify?.(context);
  expect(found).toMatchObject([
    {
      code: 'TRACK_UNKNOWN',
      message: expect.stringContaining('track "tol", which the flow does not have. Did you mean "tool"?'),
    },
  ]);
});

test('prepends to a changelog by track, creating the file', async () => {
  const plugin = notes({ changelog: { tool: 'docs/CHANGES.md' } });
  const edits = (await plugin.bump?.(contextOf([reason('feat', 'set sail')]))) ?? [];
  expect(edits.map(({ path, creates }) => [path, creates])).toEqual([['docs/CHANGES.md', true]]);
  expect(edits[0]?.apply('')).toMatch(/^# Changelog\n\n## \[3\.2\.0\]/);
});

test('tells what is wrong with its options', () => {
  expect(notes({ changlog: 'x' } as never).problems?.map(({ code, fix }) => [code, fix])).toEqual([
    ['CONFIG_UNKNOWN_KEY', expect.stringContaining('Did you mean "changelog"?')],
  ]);
});
