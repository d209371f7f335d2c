import { type Rule, rule } from '@launchway/core';

const { either, listOf, matching, object, oneOf, text } = rule;

/** A path or glob inside the repository, with `/`. */
const path = matching(
  'a path inside the repository, with `/`',
  (value) => typeof value === 'string' && value.trim() !== '' && !/^\/|\\|(?:^|\/)\.\.(?:\/|$)/.test(value),
);

const tag = object(
  {
    name: matching(
      'a tag name with {version} in it',
      (value) => typeof value === 'string' && value.includes('{version}'),
    ),
    when: listOf(path),
  },
  ['name'],
);

const pin = either(
  path,
  object({ file: path, pointer: either(text, listOf(text)), format: oneOf('yaml', 'json') }, ['file']),
);

/** What the options of the chart plugin must be. */
export const chartRule: Rule = object(
  {
    chart: path,
    release: object({ name: text, with: listOf(pin), paths: listOf(path), tag }),
    app: object({ name: text, with: listOf(pin), paths: listOf(path), tag }, ['paths']),
    notes: object(
      { file: path, annotation: text, from: oneOf('file', 'commits'), into: oneOf('package', 'source') },
      ['file'],
    ),
    id: text,
  },
  ['chart'],
);
