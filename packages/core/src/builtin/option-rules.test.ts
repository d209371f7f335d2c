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

const named = (name: string) =>
  optionProblems({ name, pins: ['jam.json'], paths: ['jam/**'] }, builtinRules.track).map(
    ({ message }) => message,
  );

it.each(['jam', '@scope/jam', 'jam.v2', '12', 'Żur'])('a track may be named %s', (name) => {
  expect(named(name)).toEqual([]);
});

it.each(['red jam', 'jam=red', 'jam,honey', 'jam\nhoney', ' '])('no track is named %j', (name) => {
  expect(named(name)).toEqual([
    `It must be a name without blanks, \`=\` and \`,\`, and is the text ${JSON.stringify(name)}.`,
  ]);
});
