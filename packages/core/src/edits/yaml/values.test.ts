import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf } from '../code-of.fixture.ts';
import { setYaml } from './values.ts';

const file = 'charts/Chart.yaml';
const set = (text: string, value: string, key = 'version', after?: string): string =>
  setYaml({ file, text }, [key], value, after);

describe('setting a value', () => {
  test.each([
    [
      'keeps a byte order mark, CRLF, comments and a missing final newline',
      '\uFEFFversion: 1.0.0 # v\r\n# end',
      '\uFEFFversion: 1.2.3 # v\r\n# end',
    ],
    [
      'keeps document marks',
      '%YAML 1.1\n---\nversion: 1.0.0\n...\n',
      '%YAML 1.1\n---\nversion: 1.2.3\n...\n',
    ],
    ['keeps single quotes', "version: '1.0.0'", "version: '1.2.3'"],
    ['keeps double quotes', '"version" : "1.0.0"', '"version" : "1.2.3"'],
    ['works in a flow map', '{name: a, version: 1.0.0 }', '{name: a, version: 1.2.3 }'],
    [
      'is not misled by other keys',
      'appVersion: 1.0.0\nversions: 1.0.0\nversion: 1.0.0\n',
      'appVersion: 1.0.0\nversions: 1.0.0\nversion: 1.2.3\n',
    ],
  ])('%s', (_, before, after) => {
    expect(set(before, '1.2.3')).toBe(after);
  });

  test.each([
    '1.10',
    '0123456',
    '12345e7',
    '1e3',
    '1_000',
    'yes',
    'off',
    'n',
    '.inf',
    '6.0',
    '0x1F',
    '0o17',
    '+1',
    'null',
    '~',
    '-',
    '1:',
    'a #b',
  ])('puts %s in double quotes, because a plain one reads back as another string', (value) => {
    expect(set('appVersion: 2.0.0\n', value, 'appVersion')).toBe(`appVersion: "${value}"\n`);
  });

  test.each(['1.11', '22', '12:30:45', '2024-01-02', 'v1.2.3', '1.2.3-rc.1+b_2', '089a', 'main'])(
    'leaves %s plain, because it stays as it is',
    (value) => {
      expect(set('appVersion: 2.0.0\n', value, 'appVersion')).toBe(`appVersion: ${value}\n`);
    },
  );
});

describe('inserting a value', () => {
  test.each([
    [
      'after its sibling with its comment',
      'version: 1.0.0 # v\nname: a\n',
      'version: 1.0.0 # v\nappVersion: "2.0.0"\nname: a\n',
    ],
    [
      'with the line ends of the file',
      'version: 1.0.0\r\nname: a\r\n',
      'version: 1.0.0\r\nappVersion: "2.0.0"\r\nname: a\r\n',
    ],
    [
      'at the end of a file without final newline',
      'name: a\nversion: 1.0.0',
      'name: a\nversion: 1.0.0\nappVersion: "2.0.0"',
    ],
    ['at the end where the sibling is missing', 'name: |\n  a\n', 'name: |\n  a\nappVersion: "2.0.0"\n'],
    [
      'into a flow map',
      '{"version": "1.0.0", "name": "a"}',
      '{"version": "1.0.0", "appVersion": "2.0.0", "name": "a"}',
    ],
  ])('%s', (_, before, after) => {
    expect(set(before, '2.0.0', 'appVersion', 'version')).toBe(after);
  });

  test('is refused unless asked for', () => {
    expect(codeOf(() => set('name: a\n', '1.0.0'))).toBe('PIN_MISSING');
  });

  test('a key in another case is named', () => {
    expect(() => set('Version: 1.0.0\n', '1.0.0')).toThrow('holds Version (line 1), which is another key');
  });
});

describe('refusals', () => {
  test.each([
    ['PIN_DUPLICATE_KEY', 'version: 1.0.0\nversion: 1.0.0\n'],
    ['PIN_DUPLICATE_KEY', 'version: 1.0.0\na: {b: 1, b: 2}\n'],
    ['PIN_SEVERAL_DOCUMENTS', 'version: 1.0.0\n---\nversion: 1.0.0\n'],
    ['PIN_UNREADABLE', 'version: 1.0.0\na: [1\n'],
    ['PIN_UNREADABLE', 'version: 1.0.0\n\tname: a\n'],
    ['PIN_UNSUPPORTED', 'a: &x 1.0.0\nversion: *x\n'],
    ['PIN_UNSUPPORTED', 'version: &x 1.0.0\n'],
    ['PIN_UNSUPPORTED', 'version: !!str 1.0.0\n'],
    ['PIN_UNSUPPORTED', 'version: |-\n  1.0.0\n'],
    ['PIN_NOT_A_STRING', 'version: [1.0.0]\n'],
    ['PIN_TOO_DEEP', `version: 1.0.0\na: ${'['.repeat(100_000)}`],
    ['PIN_TOO_DEEP', `version: 1.0.0\na:\n  ${'- '.repeat(20_000)}x\n`],
    [
      'PIN_TOO_DEEP',
      `version: 1.0.0\n${Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')}`,
    ],
    ['PIN_ENCODING', 'version: 1.0.0\nname: \uFFFD\n'],
    ['PIN_MISSING', ''],
    ['PIN_MISSING', 'version: # soon\n'],
    ['PIN_MISSING', '# nothing\n'],
    ['PIN_MISSING', '- version: 1.0.0\n'],
  ])('%s for %j', (code, text) => {
    expect(codeOf(() => set(text, '1.2.3'))).toBe(code);
  });

  test('name the key and the line', () => {
    expect(() => set('name: a\nversion: 1.0.0\nversion: 1.0.0\n', '1.2.3')).toThrow(
      'holds the key version twice; the second is on line 3',
    );
  });
});

test('any map keeps every byte but those of the value', () => {
  const gap = fc.constantFrom('', '# note\n', '\n', '\n# a: b\n\n');
  const value = fc.constantFrom(
    'plain text',
    "'it''s'",
    '"a\\nb"',
    '|\n  block\n  lines',
    '[a, b]',
    '{c: d}',
    '>-\n  folded',
    '',
    'multi\n  line # c',
    '\n  x: y\n  z:\n  - 1',
  );
  const version = fc.constantFrom('1.0.0', "'1.0.0'", '"1.0.0"', '1.0.0   # c', '  "1.0.0"\t# c');
  const maps = fc.tuple(
    fc.array(fc.tuple(gap, value), { maxLength: 4 }),
    version,
    fc.array(fc.tuple(gap, value), { maxLength: 4 }),
    gap,
    fc.boolean(),
  );
  fc.assert(
    fc.property(maps, ([before, held, behind, end, windows]) => {
      const lines = (entries: [string, string][], name: string): string =>
        entries.map(([space, content], at) => `${space}${name}${at}: ${content}\n`).join('');
      const unix = `${lines(before, 'a')}version: ${held}\n${lines(behind, 'b')}${end}`;
      const text = windows ? unix.replaceAll('\n', '\r\n') : unix;
      expect(set(text, '1.2.3')).toBe(text.replace(/(version: .*)1\.0\.0/, '$11.2.3'));
    }),
    { numRuns: 300 },
  );
});
