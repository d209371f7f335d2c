import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutNotes, notesLimit } from './notes.ts';

const url = 'https://github.com/example/harbour/commits/v1.2.3';

describe('notes', () => {
  test('that fit stay as they are', () => {
    const notes = 'x'.repeat(notesLimit);
    expect(cutNotes(notes, url)).toBe(notes);
  });

  test('that are too long are cut before a heading, with a link to the rest', () => {
    const notes = `# One\n\n${'word '.repeat(30)}\n\n## Two\n\n${'word '.repeat(60)}`;
    const cut = cutNotes(notes, url, 300);
    expect(cut).toBe(`# One\n\n${'word '.repeat(30).trim()}\n\n[The rest of the notes](${url})\n`);
  });

  test('are cut at the end of a line where there is no better place, and code is closed', () => {
    const cut = cutNotes(`Intro\n\`\`\`sh\n${'run this\n'.repeat(60)}\`\`\`\n`, url, 300);
    expect(cut).toMatch(/run this\n```\n\n\[The rest of the notes\]/);
  });

  test('are never longer than the limit, nor cut within a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 300, maxLength: 900 }), (notes) => {
        const cut = cutNotes(notes, url, 250);
        expect(cut.length).toBeLessThanOrEqual(250);
        expect(cut).not.toMatch(/\p{Surrogate}/u);
      }),
    );
  });
});
