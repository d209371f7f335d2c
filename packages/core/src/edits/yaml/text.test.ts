import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { setYamlText } from './text.ts';
import { readYaml } from './values.ts';

const file = 'charts/Chart.yaml';

describe('a text under a key', () => {
  const place = { map: 'annotations', key: 'notes' };
  const put = (text: string, value: string): string => setYamlText({ file, text }, place, value);

  test.each([
    [
      'makes the map at the end',
      'name: a\n',
      'one\ntwo\n',
      'name: a\nannotations:\n  notes: |\n    one\n    two\n',
    ],
    [
      'keeps CRLF and indentation',
      'deps:\r\n    a: b\r\n',
      'one\n',
      'deps:\r\n    a: b\r\nannotations:\r\n    notes: |\r\n        one\r\n',
    ],
    [
      'fills an empty map',
      'annotations: {} # none\nname: a\n',
      'one',
      'annotations: # none\n  notes: |-\n    one\nname: a\n',
    ],
    [
      'adds to a map',
      'annotations:\n  a: b\n\nname: a\n',
      'one\n',
      'annotations:\n  a: b\n  notes: |\n    one\n\nname: a\n',
    ],
    [
      'replaces a plain value and keeps its comment',
      'annotations:\n  notes: old # c\n',
      'one\n',
      'annotations:\n  notes: | # c\n    one\n',
    ],
    [
      'replaces a block',
      'annotations:\n  notes: >-\n    old\n    older\n  z: 1\n',
      'one\n',
      'annotations:\n  notes: |\n    one\n  z: 1\n',
    ],
    [
      'says the indentation of a text that begins with a space',
      'name: a\n',
      ' one\n',
      'name: a\nannotations:\n  notes: |2\n     one\n',
    ],
    [
      'keeps several line ends',
      'name: a\n',
      'one\n\n\n',
      'name: a\nannotations:\n  notes: |+\n    one\n\n\n',
    ],
    [
      'goes into a flow map in quotes',
      '{annotations: {a: b}}',
      'one\ntwo',
      '{annotations: {a: b, notes: "one\\ntwo"}}',
    ],
    [
      'quotes what a block cannot carry',
      'name: a\n',
      'bell \u0007\n',
      'name: a\nannotations:\n  notes: "bell \\u0007\\n"\n',
    ],
    [
      'keeps a file without final newline so',
      'name: a',
      'one',
      'name: a\nannotations:\n  notes: |-\n    one',
    ],
  ])('%s', (_, before, value, after) => {
    expect(put(before, value)).toBe(after);
  });

  test('of any kind reads back as it was', () => {
    const text = fc.string({
      unit: fc.constantFrom(
        'a',
        ' ',
        '\n',
        '#',
        ':',
        '\t',
        "'",
        '"',
        '-',
        '|',
        'é',
        '\u2028',
        '\u0085',
        '🚀',
        '\r',
      ),
    });
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('name: a\n', 'name: a', 'name: a\r\nb: c\r\n', 'a:\n  b: c\n\n# end\n'),
        (value, before) => {
          const after = put(before, value);
          expect(readYaml({ file, text: after }, ['annotations', 'notes']).value ?? '').toBe(
            value.replaceAll('\r\n', '\n'),
          );
          expect(parse(after, { version: '1.1' }).annotations.notes ?? '').toBe(
            value.replaceAll('\r\n', '\n'),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
