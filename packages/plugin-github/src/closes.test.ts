import { expect, test } from 'vitest';
import { closedIssues } from './closes.ts';

test.each([
  ['Fixes #12, closes: #3 and resolved #12', [12, 3]],
  ['fix(proxy): try again (#7)', []],
  ['prefixes #4, other/repo#5, fixes other/repo#6', []],
  ['CLOSED #1\nresolve #2', [1, 2]],
])('"%s" closes %j', (text, issues) => {
  expect(closedIssues(text)).toEqual(issues);
});
