import { expect, test } from 'vitest';
import { jsonTooDeepAt } from './depth.ts';

test('brackets in texts and comments are none', () => {
  const text = '{"[[": "\\"[[", // [[\n /* [[ */ "a": [1] /* [[';
  expect(jsonTooDeepAt(text, 2)).toBeUndefined();
  expect(jsonTooDeepAt(text, 1)).toBe(text.indexOf('[1]'));
});

test.each(['{"a":"[[', '{"a":"[[\\', '{ // [[', '{ /* [[', '{}}}}', ''])('%j is not too deep', (text) => {
  expect(jsonTooDeepAt(text, 1)).toBeUndefined();
});

test.each(['a', '\\"'])('a text of twenty million times %s has an end', (piece) => {
  const text = `{"a": "${piece.repeat(20_000_000)}", "b": [[`;
  expect(jsonTooDeepAt(text, 2)).toBe(text.length - 1);
});
