import { expect, it } from 'vitest';
import { grouped } from './grouped.ts';

it('gives the items of each key, keys and items in their order', () => {
  const groups = grouped(['pear', 'plum', 'apple', 'peach', 'apricot'], (word) => word.slice(0, 2));
  expect([...groups]).toEqual([
    ['pe', ['pear', 'peach']],
    ['pl', ['plum']],
    ['ap', ['apple', 'apricot']],
  ]);
});
