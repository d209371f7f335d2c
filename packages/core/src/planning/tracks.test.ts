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

  it('of one name are told once', () => {
    expect(
      problemsOf(plugin('lib', 'a.json'), { ...plugin('lib', 'a.json'), id: 'other' }).map(
        ({ code }) => code,
      ),
    ).toEqual(['TRACK_DUPLICATE']);
  });
});
