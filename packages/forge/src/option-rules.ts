import { type Rule, rule } from '@launchway/core';

const { either, flag, listOf, object, text } = rule;

/** What the option `token` must be: the name of a variable, or `{ env }` with one or several. */
export const tokenRule: Rule = either(
  text,
  object({ env: either(text, listOf(text, { atLeast: 1 })) }, ['env']),
);

/** What the option `comments` must be. */
export const commentsRule: Rule = object({ requests: flag, issues: flag, body: text });
