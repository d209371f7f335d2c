import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { shellLine } from './shell.ts';

test.each([
  ["it's", '"quoted"', 'a b', '', '*', '~', 'x;y', '`id`', '#no', '\\'],
  ['$WHO', 'to-$WHO', '"$WHO"', '`id` $WHO', '\\$WHO'],
])('a shell reads back the arguments %j', (...words) => {
  const line = shellLine(['printf', String.raw`%s\n`, ...words]);
  const said = execFileSync('sh', ['-c', line], { encoding: 'utf8', env: { WHO: 'Ada L' } });
  expect(said).toBe(words.map((word) => `${word.replaceAll('$WHO', 'Ada L')}\n`).join(''));
});
