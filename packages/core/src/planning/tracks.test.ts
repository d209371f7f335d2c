import { describe, expect, it } from 'vitest';
import type { Plugin } from '../model/plugin.ts';
import { isReleaseError } from '../model/problem.ts';
import { tracksOf } from './tracks.ts';

const plugin = (name: string, file: string, pointer = 'version'): Plugin => ({
  name: `p-${name}`,
  tracks: [{ name, pins: [{ file, format: 'json', pointer: [pointer] }], paths: ['**'] }],
});

function problemsOf(...plugins: readonly Plugin[]) {
  try {
    tracksOf(plugins);
    return [];
  } catch (error) {
    if (!isReleaseError(error)) throw error;
    return error.problems.map(({ code, message }) => ({ code, message }));
  }
}

describe('tracks', () => {
  it('may keep their versions in one file at different places', () => {
    expect(problemsOf(plugin('chart', 'meta.json'), plugin('app', 'meta.json', 'appVersion'))).toEqual([]);
  });

  it('may not share a place, and both their plugins are named', () => {
    const [problem] = problemsOf(
      plugin('shared', 'packages/shared/jsr.json'),
      plugin('lib', 'packages/shared/jsr.json'),
    );
    expect(problem?.code).toBe('TRACK_PIN_SHARED');
    expect(problem?.message).toContain('"shared" (plugin "p-shared") and "lib" (plugin "p-lib")');
    expect(problem?.message).toContain('version of packages/shared/jsr.json');
  });

  it('may not keep their version in one place twice, however it is written', () => {
    const once = plugin('lib', 'lib/deno.json').tracks?.[0];
    const pins = ['lib/deno.json', './lib/deno.json', 'lib//deno.json', 'lib/jsr.json'].map(
      (file) => ({ file, format: 'json', pointer: ['version'] }) as const,
    );
    const found = problemsOf({
      name: 'track',
      id: 'track-lib',
      tracks: [{ ...once, name: 'lib', paths: [], pins }],
    });
    expect(found).toEqual([
      {
        code: 'TRACK_PIN_REPEATED',
        message: 'The track "lib" (plugin "track-lib") names version of lib/deno.json more than once.',
      },
    ]);
  });

  it('of one name are told once', () => {
    expect(
      problemsOf(plugin('lib', 'a.json'), { ...plugin('lib', 'a.json'), id: 'other' }).map(
        ({ code }) => code,
      ),
    ).toEqual(['TRACK_DUPLICATE']);
  });

  it('may not have tags of one form, for a tag would not say whose version it is', () => {
    const tagged = (name: string, file: string, tag: string): Plugin => ({
      ...plugin(name, file),
      tracks: [
        { name, pins: [{ file, format: 'json', pointer: ['version'] }], paths: ['**'], tag: { name: tag } },
      ],
    });
    expect(
      problemsOf(tagged('api', 'a.json', 'v{version}'), tagged('web', 'b.json', 'web-{version}')),
    ).toEqual([]);
    const [problem] = problemsOf(
      tagged('api', 'a.json', 'v{version}'),
      tagged('web', 'b.json', 'v{version}'),
    );
    expect(problem?.code).toBe('TRACK_TAG_SHARED');
    expect(problem?.message).toContain('"api" (plugin "p-api") and "web" (plugin "p-web")');
  });
});
