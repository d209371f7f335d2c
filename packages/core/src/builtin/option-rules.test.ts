import { expect, it } from 'vitest';
import { optionProblems } from '../config/rules/options.ts';
import { builtinRules } from './option-rules.ts';

const told = (message: string) =>
  optionProblems({ message }, builtinRules.git).map(({ message: found, fix }) => `${found} ${fix}`);

it.each(['release {tags}', '{changes} at {version:app}', 'move {page} and {scope} to {{x}}', '{}'])(
  'a message may be %s',
  (message) => {
    expect(told(message)).toEqual([]);
  },
);

it.each([
  ['release {tagz}', '{tagz}', '{tags}'],
  ['to {Version}', '{Version}', '{version}'],
  ['{chnages}', '{chnages}', '{changes}'],
])('a message is refused that says %s', (message, word, meant) => {
  expect(told(message)).toEqual([
    `It has ${word} in it, for which nothing is filled in. Did you mean ${meant}?`,
  ]);
});
