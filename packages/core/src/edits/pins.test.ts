import { describe, expect, test } from 'vitest';
import type { Pin } from '../model/track.ts';
import { codeOf } from './code-of.fixture.ts';
import { pinEdit, readPin } from './pins.ts';

const chart: Pin = { file: 'charts/Chart.yaml', format: 'yaml', pointer: ['version'] };
const app: Pin = { ...chart, pointer: ['appVersion'], missing: 'insert', after: 'version' };

test('a pin is read with its place', async () => {
  expect(await readPin('name: a\nversion: 1.4.0\n', chart)).toEqual({
    file: chart.file,
    pointer: ['version'],
    value: '1.4.0',
    line: 2,
  });
  expect(await readPin('{"version":"1.4.0"}', { ...chart, file: 'a.json', format: 'json' })).toMatchObject({
    value: '1.4.0',
    line: 1,
  });
});

test('a pin with a form holds the version in it, and is written in it', async () => {
  const image: Pin = {
    file: 'charts/values.yaml',
    format: 'yaml',
    pointer: ['image', 'tag'],
    form: 'controller-v{version}',
  };
  const text = 'image:\n  tag: controller-v0.4.19 # ours\n';
  expect(await readPin(text, image)).toMatchObject({ value: '0.4.19', line: 2 });
  expect((await pinEdit(image, '0.4.19', '0.5.0', 'app')).apply(text)).toBe(
    'image:\n  tag: controller-v0.5.0 # ours\n',
  );
  expect(
    (await pinEdit({ ...app, form: 'v{version}' }, undefined, '2.0.0', 'app')).apply('version: 1.4.0\n'),
  ).toBe('version: 1.4.0\nappVersion: "v2.0.0"\n');
});

test('a value that is written in another way than its form is refused with its place', async () => {
  await expect(
    readPin('version: 1.4.0\nappVersion: 2.0.0\n', { ...app, form: 'v{version}' }),
  ).rejects.toMatchObject({
    problems: [
      {
        code: 'PIN_FORM',
        message: 'appVersion in charts/Chart.yaml (line 2) is "2.0.0", which is not written as v{version}.',
        fix: 'Write the version there as v2.0.0, or correct `form` in the configuration.',
        where: { file: 'charts/Chart.yaml', line: 2 },
      },
    ],
  });
});

test('a pin of a file that is neither JSON nor YAML is told so', async () => {
  const pin: Pin = { file: 'Cargo.toml', format: 'json', pointer: ['version'] };
  await expect(readPin('[package]\nversion = "1.4.0"\n', pin)).rejects.toMatchObject({
    problems: [
      { code: 'PIN_UNREADABLE', fix: expect.stringContaining('Keep the version in a JSON or YAML file') },
    ],
  });
});

test('an edit moves the pin and carries its reason', async () => {
  const edit = await pinEdit(chart, '1.4.0', '1.5.0', 'chart 1.5.0');
  expect(edit).toMatchObject({ path: 'charts/Chart.yaml', why: 'chart 1.5.0' });
  expect(edit.apply('version: 1.4.0\n')).toBe('version: 1.5.0\n');
});

test('a missing value is inserted where the pin says so', async () => {
  const edit = await pinEdit(app, undefined, '2.0.0', 'app');
  expect(edit.apply('version: 1.4.0\nname: a\n')).toBe('version: 1.4.0\nappVersion: "2.0.0"\nname: a\n');
});

test.each([
  ['json', ['tool', 'version'], '{\n  "tool": {\n    "version": "2.0.0"\n  }\n}\n'],
  ['yaml', ['tool', 'version'], '"tool":\n  "version": "2.0.0"\n'],
] as const)('a file that is yet to be made gets the version alone, as %s', async (format, pointer, made) => {
  const pin: Pin = { file: `version.${format}`, format, pointer, missing: 'insert' };
  const edit = await pinEdit(pin, undefined, '2.0.0', 'tool');
  expect(edit.apply('')).toBe(made);
  expect((await readPin(edit.apply(''), pin)).value).toBe('2.0.0');
});

describe('an edit refuses', () => {
  test.each([
    ['PIN_CHANGED', chart, '1.4.0', 'version: 1.4.1\n'],
    ['PIN_CHANGED', app, undefined, 'version: 1.4.1\nappVersion: 1.0.0\n'],
    ['PIN_NOT_SEMVER', chart, 'v1.4.0', 'version: v1.4.0\n'],
    ['PIN_NOT_SEMVER', chart, '1.4', 'version: 1.4\n'],
    ['PIN_NOT_SEMVER', chart, '01.4.0', 'version: 01.4.0\n'],
    ['PIN_NOT_SEMVER', { ...chart, form: 'v{version}' }, '1.4', 'version: v1.4\n'],
    ['PIN_FORM', { ...chart, form: 'v{version}' }, '1.4.0', 'version: 1.4.0\n'],
    ['PIN_MISSING', chart, undefined, 'name: a\n'],
    ['PIN_MISSING', chart, undefined, 'version:\n'],
  ] as const)('with %s', async (code, pin, from, text) => {
    const edit = await pinEdit(pin, from, '1.5.0', 'chart');
    expect(codeOf(() => edit.apply(text))).toBe(code);
  });

  test('a version to come that is not strict', async () => {
    const edit = await pinEdit(chart, '1.4.0', 'v1.5.0', 'chart');
    expect(codeOf(() => edit.apply('version: 1.4.0\n'))).toBe('PIN_NOT_SEMVER');
  });

  test('and says what was meant', async () => {
    const edit = await pinEdit(chart, 'v1.04', '1.5.0', 'chart');
    expect(() => edit.apply('name: a\nversion: v1.04\n')).toThrow(
      'The version "v1.04" in charts/Chart.yaml, line 2, is not strict semantic versioning.',
    );
  });
});
