import { expect, test } from 'vitest';
import { formatFloat, readsBackAsText, resolvePlain, scalarText } from './scalar.ts';

test.each([
  ['1_000', 1000n],
  ['0123456', 42798n],
  ['0o17', 15n],
  ['-0x1F', -31n],
  ['0b101', 5n],
  ['08', 8],
  ['1e3', 1000],
  ['.5', 0.5],
  ['yes', true],
  ['Off', false],
  ['n', false],
  ['~', null],
  ['', null],
  ['2024-01-02', '2024-01-02'],
  ['12:30:45', '12:30:45'],
  ['.', '.'],
  ['9223372036854775808', 9223372036854775808n],
  ['18446744073709551616', 18446744073709551616],
  ['1.2.3', '1.2.3'],
  ['<<', '<<'],
])('an unquoted %j means %s', (text, value) => expect(resolvePlain(text).value).toBe(value));

test.each([
  [1.1, '1.1'],
  [1e6, '1e+06'],
  [123456, '123456'],
  [1.2345e11, '1.2345e+11'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-0, '-0'],
])('the number %d is printed as %s', (value, text) => expect(formatFloat(value)).toBe(text));

test.each(['1.10', 'yes', '12:30', '2024-1-2', '', 'null', '0x1'])('%j must be quoted to stay text', (text) =>
  expect(readsBackAsText(text)).toBe(false),
);
test.each(['1.2.3', 'v1', 'yesterday', '2024-13-01', '1:99', '0x', '.'])(
  '%j stays text without quotes',
  (text) => expect(readsBackAsText(text)).toBe(true),
);

// As helm 4.1.4 writes an unquoted appVersion or annotation into a package.
test.each([
  ['20231122.5', '2.0231122e+07'],
  ['0.123456789', '0.12345679'],
  ['123456789.5', '1.2345679e+08'],
  ['1e40', '+Inf'],
  ['1.10', '1.1'],
  ['12345e7', '1.2345e+11'],
])('an unquoted %s becomes the text %s', (written, text) => {
  expect(scalarText(resolvePlain(written).value ?? '')).toBe(text);
});
