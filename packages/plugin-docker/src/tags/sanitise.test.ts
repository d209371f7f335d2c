import { describe, expect, test } from 'vitest';
import { sanitiseTag } from './sanitise.ts';

describe('a legal tag', () => {
  test.each([
    ['feat/a=b', 'feat-a-b'],
    ['a & b', 'a-b'],
    ['1.0.0+build.5', '1.0.0-build.5'],
    ['.hidden', 'hidden'],
    ['-.-dash', 'dash'],
    ['日本語', ''],
    ['_ok', '_ok'],
    ['x'.repeat(140), 'x'.repeat(128)],
  ])('of "%s" is "%s"', (text, tag) => {
    expect(sanitiseTag(text)).toBe(tag);
  });
});
