import { describe, expect, it } from 'vitest';
import { analyze, bumpOf, context, rules } from './commits.fixture.ts';
import { type ConventionalOptions, conventional } from './plugin.ts';

describe('rules of one’s own', () => {
  it('add types, take them away, and decide by scope, breaking and track', async () => {
    expect(bumpOf(await analyze(['refactor: x'], { types: { refactor: 'patch' } }))).toBe('patch');
    expect(bumpOf(await analyze(['perf: x'], { types: { perf: null } }))).toBeNull();
    const options: ConventionalOptions = {
      rules: [
        { type: 'feat', scope: 'docs', bump: null },
        { breaking: true, track: 'app', bump: 'minor' },
        { type: 'deps', bump: 'patch' },
      ],
    };
    expect(rules(await analyze(['feat(api, docs): x'], options))).toEqual(['feat(docs) counts for nothing']);
    expect(bumpOf(await analyze(['feat!: x'], options))).toBe('major');
    expect(bumpOf(await analyze(['feat!: x'], options, ['app']))).toBe('minor');
    expect(bumpOf(await analyze(['chore: x\n\n* deps: y'], options))).toBe('patch');
  });

  it('are refused where they are for a track that is not there', async () => {
    const stray = conventional({ rules: [{ type: 'feat', track: 'chrat', bump: null }] });
    expect(await stray.verify?.(context(['feat: x']))).toMatchObject([
      { code: 'TRACK_UNKNOWN', message: expect.stringContaining('Did you mean "chart"?') },
    ]);
  });
});
