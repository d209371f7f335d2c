import { describe, expect, test } from 'vitest';
import { jsr } from './index.ts';
import { packagesOf } from './packages.ts';
import { timeoutOf } from './timeout.ts';
import { treeOf } from './tree.fixture.ts';

describe('the track', () => {
  test('is named after the folder, and holds every manifest that is there', () => {
    const [track] = jsr({ package: './packages/shared/' }).tracks ?? [];
    expect(track).toMatchObject({ name: 'shared', paths: ['packages/shared/**'] });
    expect(track?.pins.map(({ file, missing }) => `${file} ${missing}`)).toEqual([
      'packages/shared/jsr.json skip',
      'packages/shared/jsr.jsonc skip',
      'packages/shared/deno.json skip',
      'packages/shared/deno.jsonc skip',
      'packages/shared/package.json skip',
    ]);
  });

  test('is each package’s own, or one for all under a name', () => {
    const packages = ['libs/a', { package: 'libs/b', name: 'bee', paths: ['libs/b/src/**'] }];
    expect(jsr({ packages }).tracks?.map(({ name, paths }) => [name, paths])).toEqual([
      ['a', ['libs/a/**']],
      ['bee', ['libs/b/src/**']],
    ]);
    const [all, ...others] = jsr({ packages, name: 'libs', manifests: ['jsr.json'] }).tracks ?? [];
    expect(others).toEqual([]);
    expect(all?.pins.map(({ file }) => file)).toEqual(['libs/a/jsr.json', 'libs/b/jsr.json']);
  });

  test('has steps named after the folder, by all of it where two end alike', () => {
    const labels = packagesOf({ packages: ['x/core', 'y/core', 'app', '.'] }).map(({ label }) => label);
    expect(labels).toEqual(['x/core', 'y/core', 'app', 'root']);
  });
});

describe('options', () => {
  test.each([
    [{}, 'JSR_OPTIONS', 'no package'],
    [{ package: 'a', packages: ['b'] }, 'JSR_OPTIONS', '`package` and `packages`'],
    [{ packages: ['a'], paths: ['a/**'] }, 'JSR_OPTIONS', '`paths`'],
    [{ packages: ['a', './a/'] }, 'JSR_OPTIONS', '"a" is named twice'],
    [{ package: '/abs' }, 'CONFIG_INVALID', '"/abs"'],
    [{ package: '../out' }, 'CONFIG_INVALID', '"../out"'],
    [{ package: 'a', timeout: 'soon' }, 'CONFIG_INVALID', '"soon"'],
    [{ package: 'a', timeout: 0 }, 'CONFIG_INVALID', 'number 0'],
    [{ package: 'a', registry: 'jsr.io' }, 'CONFIG_INVALID', '"jsr.io"'],
    [{ package: 'a', prepare: 'npm ci' }, 'CONFIG_INVALID', '"npm ci"'],
    [{ package: 'a', tag: { name: 'v1' } }, 'CONFIG_INVALID', '{version}'],
    [{ package: 'a', alowSlowTypes: true }, 'CONFIG_UNKNOWN_KEY', '"alowSlowTypes"'],
    [{ packages: [{ package: 'a', path: ['a/**'] }] }, 'CONFIG_UNKNOWN_KEY', '"path"'],
  ])('%j are refused with %s', (options, code, said) => {
    const { problems, tracks } = jsr(options as Parameters<typeof jsr>[0]);
    expect(problems?.map((problem) => problem.code)).toEqual([code]);
    expect(problems?.[0]?.message).toContain(said);
    expect(tracks).toBeUndefined();
  });

  test.each([
    [undefined, 600_000],
    [90_000, 90_000],
    ['90s', 90_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
  ])('a timeout of %j is %i milliseconds', (timeout, expected) => {
    expect(timeoutOf(timeout === undefined ? {} : { timeout })).toBe(expected);
  });
});

describe('jsr-version-sync', () => {
  const { checks: [check] = [], tracks = [] } = jsr({ package: 'packages/shared' });
  const run = (files: Readonly<Record<string, string>>) =>
    check?.run({ tracks, tree: treeOf(files), changed: [] });

  test('is worth running when a manifest is staged', () => {
    expect(check?.name).toBe('jsr-version-sync');
    expect(check?.paths).toContain('packages/shared/package.json');
  });

  test('holds when all manifests that are there agree', async () => {
    const files = {
      'packages/shared/jsr.json': '// c\n{"version":"0.4.1",}',
      'packages/shared/package.json': '{"version":"0.4.1"}',
    };
    expect(await run(files)).toEqual([]);
    expect(await run({ 'packages/shared/deno.jsonc': '{"version":"1.0.0"}' })).toEqual([]);
  });

  test('names files, values, the next version and the command', async () => {
    const files = {
      'packages/shared/jsr.json': '{"version":"0.4.1"}',
      'packages/shared/package.json': '{\n"version":"0.4.0"}',
    };
    const [problem] = (await run(files)) ?? [];
    expect(problem).toMatchObject({
      code: 'JSR_VERSION_SYNC',
      severity: 'error',
      where: { file: 'packages/shared/package.json', line: 2 },
    });
    expect(problem?.message).toContain(
      'packages/shared/jsr.json version is 0.4.1, but packages/shared/package.json version is 0.4.0',
    );
    expect(problem?.fix).toContain('npx --no-install release bump --shared=patch --no-commit');
    expect(problem?.fix).toContain('0.4.2');
  });
});
