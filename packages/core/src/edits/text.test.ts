import { describe, expect, it } from 'vitest';
import { keepingRecent, type TextFile } from './text.ts';

/** A parser that counts how often it is asked to parse. */
function counting() {
  const parsed: string[] = [];
  const parse = keepingRecent((source: TextFile) => {
    parsed.push(source.file);
    return { ...source };
  });
  return { parse, parsed };
}

describe('files that were parsed', () => {
  it('are parsed once, however many others are between', () => {
    const { parse, parsed } = counting();
    for (const file of ['soup.json', 'stew.json', 'soup.json', 'stew.json']) parse({ file, text: file });
    expect(parsed).toEqual(['soup.json', 'stew.json']);
  });

  it('are parsed again when they say something else', () => {
    const { parse, parsed } = counting();
    for (const text of ['thin', 'thick', 'thick', 'thin']) {
      expect(parse({ file: 'soup.json', text })).toEqual({ file: 'soup.json', text });
    }
    expect(parsed).toHaveLength(3);
  });

  it('are let go of, the oldest first, once they are large together', () => {
    const { parse, parsed } = counting();
    const text = 'x'.repeat(100 * 1024);
    for (const file of ['1.json', '2.json', '3.json', '3.json', '2.json', '1.json']) parse({ file, text });
    expect(parsed).toEqual(['1.json', '2.json', '3.json', '1.json']);
  });

  it('are kept by themselves, however large', () => {
    const { parse, parsed } = counting();
    const text = 'x'.repeat(1024 * 1024);
    for (const file of ['1.json', '1.json', '2.json', '2.json']) parse({ file, text });
    expect(parsed).toEqual(['1.json', '2.json']);
  });
});
