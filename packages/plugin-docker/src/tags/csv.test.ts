import { describe, expect, test } from 'vitest';
import { parseFields, splitField, splitLines } from './csv.ts';

describe('a block of lines', () => {
  test('drops comments that begin a line and keeps a # inside one', () => {
    expect(splitLines('  # images\n  foo#bar\n\n#x\r\nlast ')).toEqual(['foo#bar', 'last']);
  });

  test('keeps a line break that is inside quotes', () => {
    expect(splitLines('a,"b\n#c"\nd')).toEqual(['a,"b\n#c"', 'd']);
  });
});

describe('a record', () => {
  test.each([
    ['type=raw,value=x', ['type=raw', 'value=x']],
    ['type=match,"pattern=\\d{1,2}",group=1', ['type=match', 'pattern=\\d{1,2}', 'group=1']],
    ['"say ""hi""", b ', ['say "hi"', 'b']],
    ['a,,', ['a', '', '']],
  ])('%s', (record, fields) => {
    expect(parseFields(record)).toEqual(fields);
  });

  test.each(['a"b', '"a', '"a"b', 'x="y"'])('%s is refused', (record) => {
    expect(parseFields(record)).toBeUndefined();
  });
});

test.each([
  ['Prefix = a=b ', { key: 'prefix', value: 'a=b' }],
  ['bare', { value: 'bare' }],
  ['=x', { value: '=x' }],
])('the field "%s" is cut at its first =', (field, cut) => {
  expect(splitField(field)).toEqual(cut);
});
