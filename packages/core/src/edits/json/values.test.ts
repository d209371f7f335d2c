import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../code-of.fixture.ts';
import { readJson, setJson } from './values.ts';

const file = 'package.json';
const set = (text: string, value = '1.2.3', name = file): string =>
  setJson({ file: name, text }, ['version'], value);

test.each([
  ['{"name":"a","version":"1.0.0"}', '{"name":"a","version":"1.2.3"}'],
  ['\uFEFF{\r\n\t"version" : "1.0.0"\r\n}\r\n', '\uFEFF{\r\n\t"version" : "1.2.3"\r\n}\r\n'],
  ['{"a":{"version":"1.0.0"},"version":"1.0.0"}', '{"a":{"version":"1.0.0"},"version":"1.2.3"}'],
])('sets the string of %j and nothing else', (before, after) => {
  expect(set(before)).toBe(after);
  expect(readJson({ file, text: after }, ['version']).value).toBe('1.2.3');
});

test('comments and trailing commas are read where the own tool reads them', () => {
  const text = '{\n  // the version\n  "version": "1.0.0",\n}\n';
  expect(set(text, '1.2.3', 'packages/shared/jsr.json')).toBe(text.replace('1.0.0', '1.2.3'));
  expect(codeOf(() => set(text))).toBe('PIN_UNREADABLE');
});

test('a missing key is inserted after its sibling when asked for', () => {
  const text = '{\r\n  "name": "a",\r\n  "exports": "./a.ts"\r\n}';
  expect(setJson({ file, text }, ['version'], '1.0.0', 'name')).toBe(
    '{\r\n  "name": "a",\r\n  "version": "1.0.0",\r\n  "exports": "./a.ts"\r\n}',
  );
  expect(codeOf(() => set(text))).toBe('PIN_MISSING');
});

describe('refusals', () => {
  test.each([
    ['PIN_DUPLICATE_KEY', '{"version":"1.0.0","version":"1.0.0"}'],
    ['PIN_DUPLICATE_KEY', '{"version":"1.0.0","a":[{"b":1,"b":2}]}'],
    ['PIN_UNREADABLE', '{"version":"1.0.0"'],
    ['PIN_UNREADABLE', ''],
    ['PIN_NOT_A_STRING', '{"version":1}'],
    ['PIN_MISSING', '{"Version":"1.0.0"}'],
    ['PIN_MISSING', '[]'],
    ['PIN_TOO_DEEP', `{"version":"1.0.0","a":${'['.repeat(100_000)}`],
    ['PIN_ENCODING', '{"version":"1.0.0","a":"\uFFFD"}'],
  ])('%s for %j', (code, text) => {
    expect(codeOf(() => set(text))).toBe(code);
  });
});

test('any object keeps every byte but those of the value', () => {
  const objects = fc.dictionary(fc.string(), fc.jsonValue());
  fc.assert(
    fc.property(objects, fc.constantFrom(0, 2, 4, '\t'), fc.boolean(), (rest, indent, windows) => {
      const unix = JSON.stringify({ ...rest, version: '\u2603 marker' }, null, indent).replace(
        /[\0\uFFFD]/g,
        '',
      );
      const text = windows ? unix.replaceAll('\n', '\r\n') : unix;
      expect(set(text)).toBe(text.replace('\u2603 marker', '1.2.3'));
    }),
    { numRuns: 200 },
  );
});
