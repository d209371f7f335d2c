import type { Commit, Facts } from '@launchway/core';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { changesOfCommits, changesOfNotes, changesText } from './changes.ts';

const sha = (digit: string): string => digit.repeat(40);

function factsOf(...messages: readonly (readonly [digit: string, message: string])[]): Facts {
  const commits = messages.map(
    ([digit, message]): Commit => ({
      sha: sha(digit),
      message,
      parents: [],
      author: { name: 'a', email: 'a@b.c' },
      date: '2026-01-01T00:00:00Z',
      paths: [],
    }),
  );
  const track = { name: 'chart', commits: commits.map((_, at) => at) };
  return { commits, tracks: { chart: track } } as unknown as Facts;
}

test('commits become changes of the kinds Artifact Hub knows, and chores none', () => {
  const facts = factsOf(
    ['a', 'feat(ui): a: colon & "quotes"'],
    ['b', 'fix: it'],
    ['c', 'perf: it faster'],
    ['d', 'chore: bump'],
    ['e', 'refactor!: rename it'],
    ['f', 'words alone'],
  );
  expect(changesOfCommits(facts, 'chart')).toEqual([
    { kind: 'added', description: 'a: colon & "quotes"' },
    { kind: 'fixed', description: 'it' },
    { kind: 'changed', description: 'it faster' },
    { kind: 'changed', description: 'rename it' },
  ]);
});

test('a commit that is taken back before the release is no change, nor is what takes it back', () => {
  const facts = factsOf(
    ['a', `Revert "feat: a"\n\nThis reverts commit ${sha('b')}.`],
    ['b', 'feat: a'],
    ['c', 'fix: c'],
  );
  expect(changesOfCommits(facts, 'chart')).toEqual([{ kind: 'fixed', description: 'c' }]);
});

test('the lists of notes become changes, their headings say of which kind', () => {
  const notes =
    '- Plain\n\n### Fixes\n\n- **proxy:** three [tries](https://x/1) ([1234567](https://x/c))\n\n## Deprecated\n* a\\_b\n### Added\n1. not an item\n- new';
  expect(changesOfNotes(notes)).toEqual([
    { kind: 'changed', description: 'Plain' },
    { kind: 'fixed', description: 'proxy: three tries' },
    { kind: 'deprecated', description: 'a_b' },
    { kind: 'added', description: 'new' },
  ]);
});

test('the text is YAML that says the same, each change once, and nothing where there is none', () => {
  const changes = [
    { kind: 'added', description: '* a: [b], #c' },
    { kind: 'fixed', description: 'yes' },
    { kind: 'fixed', description: 'yes' },
  ] as const;
  expect(parse(changesText(changes) ?? '')).toEqual(changes.slice(0, 2));
  expect(changesText([])).toBeUndefined();
});
