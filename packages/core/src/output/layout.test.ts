import { describe, expect, it } from 'vitest';
import { glossary, table, widthOf } from './layout.ts';

describe('a table', () => {
  it('has columns as wide as their widest cell', () => {
    expect(
      table([
        ['a', 'b'],
        ['long', 'c'],
      ]),
    ).toEqual(['a     b', 'long  c']);
  });

  it('is not widened by a cell that is broad', () => {
    const title = 'x'.repeat(70);
    expect(
      table([
        [title, 'done'],
        ['short', 'done'],
      ]),
    ).toEqual([`${title}  done`, 'short  done']);
  });
});

describe('a glossary', () => {
  it('keeps what is said of a name in its column, within the width', () => {
    const lines = glossary(
      [
        ['--out FILE', 'Write the plan to this file'],
        ['--diff', 'Show what changes'],
      ],
      30,
    );
    expect(lines).toEqual([
      '--out FILE  Write the plan to',
      '            this file',
      '--diff      Show what changes',
    ]);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(30);
  });
});
