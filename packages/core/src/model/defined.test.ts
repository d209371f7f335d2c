import { expect, test } from 'vitest';
import { defined } from './defined.ts';

test('a member without a value is left out, and one whose value is null, false, 0 or empty is kept', () => {
  const members = { track: 'tool', tag: undefined, commit: null, signed: false, size: 0, notes: '' };
  expect(Object.entries(defined(members))).toEqual([
    ['track', 'tool'],
    ['commit', null],
    ['signed', false],
    ['size', 0],
    ['notes', ''],
  ]);
});
