import { expect, test } from 'vitest';
import { isStrictVersion, requireStrictVersion } from './strict-version.ts';

test.each(['0.0.0', '1.2.3', '1.2.3-rc.1', '1.2.3+build.7', '1.2.3-x.4+y', '104.1.0+up4.8.0'])(
  '%s is strict',
  (version) => {
    expect(isStrictVersion(version)).toBe(true);
  },
);

test.each(['v1.0.0', '1.2', '01.2.3', '1.2.3 ', '=1.2.3', '1.2.3-01', '1.2.3.4', 'latest', '', '1.2.3-'])(
  '%j is not',
  (version) => {
    expect(isStrictVersion(version)).toBe(false);
  },
);

test('a refusal shows white space for what it is', () => {
  const where = { file: 'tool.json', line: 3 };
  expect(() => requireStrictVersion('1.2.0\n', where)).toThrow(
    'The version "1.2.0\\n" in tool.json, line 3,',
  );
});

test.each([
  ['', 'image.tag', /or take the pin out, where an empty image\.tag/],
  [
    'v1.2.0',
    'appVersion',
    /^Write it as 1\.2\.0, or tell how it is written there: `form: 'v\{version\}'`\.$/,
  ],
  ['v1.2', 'appVersion', /^Write it as 1\.2\.0\.$/],
  ['v1.2.0', 'version', /^Write it as 1\.2\.0\.$/],
  ['latest', 'appVersion', /three numbers/],
])('the remedy for %j at %s fits the place', (text, pointer, says) => {
  const where = { file: 'values.yaml', line: 3, pointer };
  expect(() => requireStrictVersion(text, where)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ fix: expect.stringMatching(says) })] }),
  );
});

test('the remedy writes a version as its place does', () => {
  const where = { file: 'Chart.yaml', pointer: 'appVersion' };
  expect(() => requireStrictVersion('1.10', where, 'v{version}')).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ fix: 'Write it as v1.10.0.' })] }),
  );
});
