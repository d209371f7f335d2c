import { expect, test } from 'vitest';
import { readYaml } from './read.ts';

test.each([
  ['an alias means the newest anchor before it', 'a: &x 1\nb: &x 2\nc: *x\n', { c: 2n }],
  [
    'an alias keeps what it meant when it is read again through another',
    'a: &y 1\nb: &x [*y]\nc: &y 2\nd: *x\n',
    { d: [1n] },
  ],
  [
    'an anchor inside of an aliased value names nothing anew',
    'a: &x [&y 1]\nb: &y 2\nc: *x\nd: *y\n',
    { d: 2n },
  ],
])('%s', (_, text, expected) => {
  const value = readYaml(text).value as ReadonlyMap<string, unknown>;
  for (const [key, member] of Object.entries(expected)) expect(value.get(key)).toEqual(member);
});

const doubling = Array.from({ length: 60 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`);

test.each([
  ['aliases that double', ['a0: &a0 [1]', ...doubling].join('\n'), /too many nested aliases/],
  ['an alias inside of its own value', 'a: &a [*a]', /'a' value contains itself/],
  ['an alias of nothing', 'a: *b', /unknown anchor 'b'/],
  ['brackets without end', '['.repeat(100_000), /nested too deeply/],
  [
    'indentation without end',
    Array.from({ length: 2000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    /nested too deeply/,
  ],
])('%s is refused', (_, text, why) => {
  expect(() => readYaml(text)).toThrow(why);
});
