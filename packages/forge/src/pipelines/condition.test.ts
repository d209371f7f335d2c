import { expect, test } from 'vitest';
import { evaluateCondition } from './condition.ts';

const variables = { CI_COMMIT_TAG: 'v1.2.3', EMPTY: '', PATTERN: '/^v\\d/', BRANCH: undefined };

test.each([
  ['$CI_COMMIT_TAG', true],
  ['$EMPTY', false],
  ['$BRANCH', false],
  ['$BRANCH == null', true],
  ['$EMPTY == null', false],
  ['$EMPTY == ""', true],
  ['$CI_COMMIT_TAG =~ /^v\\d+\\.\\d+\\.\\d+$/', true],
  ['$CI_COMMIT_TAG =~ /^V1/i', true],
  ['$CI_COMMIT_TAG !~ /-rc/', true],
  ['$CI_COMMIT_TAG =~ $PATTERN', true],
  ['$BRANCH =~ /main/', false],
  ['$BRANCH !~ /main/', true],
  ["$CI_COMMIT_TAG == 'v1.2.3' && $EMPTY", false],
  ['$CI_COMMIT_TAG || $EMPTY && $BRANCH', true],
  ['($CI_COMMIT_TAG || $EMPTY) && $BRANCH', false],
  ['"a" == "a"', true],
  ['$CI_COMMIT_TAG == ', undefined],
  ['$CI_COMMIT_TAG =~ v1', undefined],
  ['($CI_COMMIT_TAG', undefined],
  ['', undefined],
])('%s is %s', (expression, value) => {
  expect(evaluateCondition(expression, variables)).toBe(value);
});
