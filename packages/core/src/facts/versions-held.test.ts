import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeRepository, run, scratch } from '../effects/git/reading/repository.fixture.ts';
import type { Track } from '../model/track.ts';
import { app, chart, codes, collect } from './collect.fixture.ts';

describe('what cannot be read', () => {
  it('is told once of a file in which two tracks keep a version', async () => {
    const made = makeRepository([{ files: { 'charts/Chart.yaml': 'version: [\n' } }]);
    const pin = { file: 'charts/Chart.yaml', format: 'yaml', pointer: ['appVersion'] } as const;
    const found = collect(made.path, [chart, { ...app, pins: [pin] }]).catch(codes);
    await expect(found).resolves.toEqual(['PIN_UNREADABLE']);
  });

  it('is told all at once', async () => {
    const made = makeRepository([
      { files: { 'charts/Chart.yaml': 'version: v1\n', 'x.json': '{"version": 1}' } },
    ]);
    const x: Track = { ...app, name: 'x', pins: [{ file: 'x.json', format: 'json', pointer: ['version'] }] };
    const none: Track = {
      ...app,
      name: 'none',
      pins: [{ file: 'charts/Chart.yaml', format: 'yaml', pointer: ['appVersion'] }],
    };
    const found = await collect(made.path, [chart, app, x, none]).catch(codes);
    expect((found as string[]).toSorted()).toEqual([
      'PIN_FILE_MISSING',
      'PIN_NOT_A_STRING',
      'PIN_NOT_SEMVER',
      'PIN_WITHOUT_VERSION',
    ]);
  });

  it.each([
    ['charts', 'Is it charts/shop/Chart.yaml? Correct the path'],
    ['charts/shop/Chart.yaml', 'Is it charts/shop/Chart.yaml?'],
    ['charts/*', 'Is it charts/shop/Chart.yaml, deploy/chart.yml?'],
    ['deploy', 'Is it deploy/chart.yml?'],
    ['linked', 'linked is a symbolic link'],
    ['nowhere/at/all', 'Is it charts/shop/Chart.yaml, deploy/chart.yml?'],
  ])('names what is there in place of a chart in %s', async (folder, says) => {
    const made = makeRepository([
      { files: { 'charts/shop/Chart.yaml': 'version: 1.2.0\n', 'deploy/chart.yml': 'version: 1.2.0\n' } },
    ]);
    symlinkSync('charts/shop', join(made.path, 'linked'));
    made.git('add', 'linked');
    made.git('commit', '-q', '-m', 'chore: a link');
    const pin = { file: `${folder}/Chart.yaml`, format: 'yaml', pointer: ['version'] } as const;
    const told = await collect(made.path, [{ ...chart, pins: [pin] }]).catch(
      (error: { problems: { message: string; fix: string }[] }) =>
        error.problems.map(({ message, fix }) => `${message} ${fix}`).join(' '),
    );
    expect(told).toContain(says);
  });

  it('is a repository without a commit', async () => {
    const path = scratch();
    run(path, ['init', '-q']);
    await expect(collect(path).catch(codes)).resolves.toEqual(['NO_COMMITS']);
  });
});

describe('a pin that may be missing', () => {
  const manifests = ['deno.json', 'jsr.json', 'package.json'];
  const shared: Track = {
    name: 'shared',
    pins: manifests.map((file) => ({ file, format: 'json', pointer: ['version'], missing: 'skip' })),
    paths: ['**'],
  };

  it('leaves the truth to the next one that is there', async () => {
    const made = makeRepository([
      {
        id: 'a',
        files: {
          'deno.json': '{}',
          'jsr.json': '{"version":"0.4.1"}',
          'package.json': '{"version":"0.4.0"}',
        },
      },
      { id: 'b', files: { 'src.ts': '1' } },
    ]);
    const { tracks } = await collect(made.path, [shared]);
    expect(tracks['shared']).toMatchObject({
      current: '0.4.1',
      baseline: { how: 'pin', commit: made.sha('a') },
    });
    expect(tracks['shared']?.pins.map((pin) => pin.value)).toEqual([undefined, '0.4.1', '0.4.0']);
  });

  it('is refused where all of them are missing', async () => {
    const made = makeRepository([{ id: 'a', files: { 'other.json': '{}' } }]);
    const error: unknown = await collect(made.path, [shared]).catch((reason: unknown) => reason);
    expect(codes(error)).toEqual(['PIN_FILE_MISSING']);
    expect(String(error)).toContain('deno.json, jsr.json, package.json');
  });
});
