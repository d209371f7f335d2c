import { describe, expect, it } from 'vitest';
import { isStrictVersion } from '../edits/strict-version.ts';
import type { Bump } from '../model/track.ts';
import { bumpBetween, isHigher, nextVersion, type ZeroMajor } from './versions.ts';

const table: [current: string, bump: Bump, zeroMajor: ZeroMajor, next: string][] = [
  ['1.4.7', 'patch', 'shift', '1.4.8'],
  ['1.4.7', 'minor', 'shift', '1.5.0'],
  ['1.4.7', 'major', 'shift', '2.0.0'],
  ['0.2.26', 'patch', 'shift', '0.2.27'],
  ['0.2.26', 'minor', 'shift', '0.2.27'],
  ['0.2.26', 'major', 'shift', '0.3.0'],
  ['0.2.26', 'minor', 'semver', '0.3.0'],
  ['0.2.26', 'major', 'semver', '1.0.0'],
  ['0.0.0', 'patch', 'shift', '0.0.1'],
  ['1.2.0-rc.1', 'patch', 'shift', '1.2.0'],
  ['1.2.0-rc.1', 'minor', 'shift', '1.2.0'],
  ['1.2.3-rc.1', 'minor', 'shift', '1.3.0'],
  ['1.2.0-rc.1', 'major', 'shift', '2.0.0'],
  ['2.0.0-beta', 'major', 'shift', '2.0.0'],
  ['0.3.0-rc.1', 'major', 'shift', '0.3.0'],
  ['1.2.3+build.5', 'patch', 'shift', '1.2.4'],
];

describe('the next version', () => {
  it.each(table)('of %s, %s (%s), is %s', (current, bump, zeroMajor, next) => {
    expect(nextVersion(current, bump, zeroMajor)).toBe(next);
  });

  it('is refused for what is no version', () => {
    expect(() => nextVersion('latest', 'patch')).toThrow('"latest" is not a version');
  });
});

describe('a strict version', () => {
  it.each(['0.0.0', '1.10.0-rc.1+b.2', '1.0.0-0A.is.legal'])('may be %s', (version) => {
    expect(isStrictVersion(version)).toBe(true);
  });
  it.each([
    'v1.2.3',
    '=1.2.3',
    ' 1.2.3',
    '1.2.3\n',
    '1.2',
    '1',
    '01.2.3',
    '1.2.3-01',
    '',
    '1.2.3.4',
    '99999999999999999.0.0',
  ])('may not be "%s"', (version) => expect(isStrictVersion(version)).toBe(false));
});

it('orders versions by number, and a release after its prereleases', () => {
  expect(isHigher('0.2.10', '0.2.9')).toBe(true);
  expect(isHigher('1.0.0-rc.2', '1.0.0')).toBe(false);
  expect(isHigher('1.0.0+a', '1.0.0+b')).toBe(false);
});

it('tells how far apart two versions are', () => {
  expect(bumpBetween('1.2.3', '2.0.0-rc.1')).toBe('major');
  expect(bumpBetween('1.2.3', '1.4.0')).toBe('minor');
  expect(bumpBetween('1.2.3-rc.1', '1.2.3-rc.2')).toBe('patch');
});
