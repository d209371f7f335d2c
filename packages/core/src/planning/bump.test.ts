import { expect, test } from 'vitest';
import type { Tree } from '../model/ports.ts';
import { composeEdits } from './bump.ts';

const tree: Tree = { bytes: async () => undefined, text: async () => 'old\n', list: async () => [] };

test.each(['../notes.md', '/notes.md', 'docs/../../notes.md'])(
  "a plugin's edit of %s, outside the repository, is refused",
  async (path) => {
    const edit = { path, why: ['notes'], creates: true, apply: () => 'new\n' };
    await expect(composeEdits([edit], tree)).rejects.toThrow(/is to be changed for notes/);
  },
);

test('an edit that gives no text is told as one of a plugin', async () => {
  const edit = { path: 'notes.md', why: ['notes'], apply: () => undefined as unknown as string };
  await expect(composeEdits([edit], tree)).rejects.toThrow(/edit of notes\.md for notes gives no text/);
});
