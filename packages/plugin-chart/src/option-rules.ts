import { type Rule, rule } from '@launchway/core';

const { form, glob, listOf, object, oneOf, path, pin, tag, text } = rule;

/** What the options of the chart plugin must be. */
export const chartRule: Rule = object(
  {
    chart: path,
    release: object({ name: text, with: listOf(pin), paths: listOf(glob), follows: listOf(text), tag }),
    app: object({ name: text, form, with: listOf(pin), paths: listOf(glob), tag }, ['paths']),
    notes: object(
      { file: path, annotation: text, from: oneOf('file', 'commits'), into: oneOf('package', 'source') },
      ['file'],
    ),
    id: text,
  },
  ['chart'],
);
