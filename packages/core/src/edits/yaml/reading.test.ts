import { expect, test } from 'vitest';
import { coreString, helmString, staysString } from './reading.ts';

// What helm 4.1.4 made of these plain scalars, seen with `helm template`.
test.each([
  ['1.10', '1.1'],
  ['0123456', '42798'],
  ['12345e7', '1.2345e+11'],
  ['1e3', '1000'],
  ['1_000', '1000'],
  ['yes', 'true'],
  ['n', 'false'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['+1', '1'],
  ['-0', '0'],
  ['0x1F', '31'],
  ['0o17', '15'],
  ['0b11', '3'],
  ['089', '89'],
  ['1e6', '1e+06'],
  ['123456789.5', '1.2345679e+08'],
  ['1e-5', '1e-05'],
  ['12345678901234567890', '12345678901234567890'],
  ['123456789012345678901234', '1.2345679e+23'],
  ['~', ''],
  ['2024-01-02', '2024-01-02'],
  ['12:30:45', '12:30:45'],
  ['1.2.3', '1.2.3'],
  ['tRue', 'tRue'],
])('helm reads %s as %s', (plain, read) => {
  expect(helmString(plain)).toBe(read);
});

test('a YAML 1.2 reader takes other scalars for numbers', () => {
  expect(coreString('0123456')).toBe('123456');
  expect(coreString('1_000')).toBe('1_000');
  expect(coreString('no')).toBe('no');
});

test('a scalar stays when both readers give it back', () => {
  expect(['1.2.3', '22', '1.5', 'v1', 'main'].filter((plain) => !staysString(plain))).toEqual([]);
  expect(['1.10', 'no', '010', '1e999'].filter((plain) => staysString(plain))).toEqual([]);
});
