import { describe, expect, it } from 'vitest';
import type { Bump, Track } from '../model/track.ts';
import type { Verdict } from '../model/verdict.ts';
import { foldVerdicts } from './fold.ts';
import type { Overrides } from './overrides.ts';

const track = (name: string, more: Partial<Track> = {}): Track => ({
  name,
  pins: [{ file: `${name}.json`, format: 'json', pointer: ['version'] }],
  paths: [`${name}/**`],
  ...more,
});
const tracks = [track('chart', { follows: ['app'] }), track('app')];
const currents = { chart: '0.2.26', app: '1.1.0' };

const verdict = (name: string, bump: Bump | null, commit = 'c1', more: Partial<Verdict> = {}): Verdict => ({
  track: name,
  bump,
  because: [
    {
      commit,
      type: 'fix',
      scope: null,
      subject: `subject of ${commit}`,
      breaking: false,
      paths: [],
      bump,
      rule: `fix -> ${bump}`,
    },
  ],
  ...more,
});
const fold = (
  verdicts: Verdict[],
  overrides?: Overrides,
  from: Record<string, string> = currents,
  of = tracks,
) => foldVerdicts(of, from, verdicts, { zeroMajor: 'shift', ...(overrides && { overrides }) });
const next = (...args: Parameters<typeof fold>) =>
  Object.fromEntries(fold(...args).changes.map((change) => [change.track, change.next]));

describe('the fold of verdicts', () => {
  it('takes the highest bump of all plugins', () => {
    expect(
      next([verdict('app', 'patch'), verdict('app', 'minor', 'c2'), verdict('app', null, 'c3')]),
    ).toMatchObject({ app: '1.2.0' });
  });

  it('moves nothing when nothing counts, and keeps what was ignored', () => {
    const { changes, tracks: told } = fold([verdict('app', null)]);
    expect(changes).toEqual([]);
    expect(told['app']?.ignored.map((reason) => reason.commit)).toEqual(['c1']);
  });

  it('moves a track that ships one that moves, by a patch and with that reason', () => {
    const { changes, tracks: told } = fold([verdict('app', 'major')]);
    expect(changes).toEqual([
      { track: 'chart', current: '0.2.26', next: '0.2.27', bump: 'patch' },
      { track: 'app', current: '1.1.0', next: '2.0.0', bump: 'major' },
    ]);
    expect(told['chart']?.because).toMatchObject([
      { commit: null, bump: 'patch', rule: 'follows app -> patch' },
    ]);
  });

  it('does not move a track for one that it ships when a commit moves it further', () => {
    expect(next([verdict('app', 'patch'), verdict('chart', 'major', 'c2')])).toEqual({
      chart: '0.3.0',
      app: '1.1.1',
    });
  });

  it('follows along a chain whatever the order of the tracks', () => {
    const chain = [track('a', { follows: ['b'] }), track('b', { follows: ['c'] }), track('c')];
    expect(next([verdict('c', 'minor')], undefined, { a: '1.0.0', b: '2.0.0', c: '3.0.0' }, chain)).toEqual({
      a: '1.0.1',
      b: '2.0.1',
      c: '3.1.0',
    });
  });

  it('counts a commit once that two plugins name, and not as ignored', () => {
    const told = fold([
      verdict('chart', 'minor', 'c1'),
      verdict('chart', 'patch', 'c1'),
      verdict('chart', null, 'c1'),
    ]).tracks['chart'];
    expect(told?.because).toHaveLength(1);
    expect(told?.ignored).toEqual([]);
  });

  it('tells both reasons where the second plugin moves further for the same commit', () => {
    const told = fold([verdict('chart', 'patch', 'c1'), verdict('chart', 'minor', 'c1')]).tracks['chart'];
    expect(told?.because.map(({ bump }) => bump)).toEqual(['patch', 'minor']);
  });

  it('starts at the initial version where no version was ever written', () => {
    const first = [track('lib', { initial: '0.1.0' })];
    expect(next([verdict('lib', 'major')], undefined, { lib: '0.0.0' }, first)).toEqual({ lib: '0.1.0' });
    expect(next([verdict('lib', 'minor')], undefined, { lib: '0.4.0' }, first)).toEqual({ lib: '0.4.1' });
  });
});

describe('an exact version', () => {
  it('wins over every bump, the highest of several', () => {
    const asked = [
      verdict('app', 'major'),
      verdict('app', 'patch', 'c2', { as: '1.4.0' }),
      verdict('app', null, 'c3', { as: '1.10.0' }),
    ];
    expect(next(asked)).toMatchObject({ app: '1.10.0' });
  });

  it('moves a track that no commit moves', () => {
    expect(next([verdict('app', null, 'c1', { as: '1.4.0' })])).toEqual({ chart: '0.2.27', app: '1.4.0' });
  });

  it.each(['1.1.0', '1.0.9', '1.1.0-rc.1', '1.1.0+build'])(
    'is refused when it is %s and not higher',
    (as) => {
      const { changes, problems } = fold([], { as: { app: as } });
      expect(problems).toMatchObject([
        { code: 'VERSION_NOT_HIGHER', severity: 'error', fix: expect.stringContaining('--as app=1.1.1') },
      ]);
      expect(changes.map((change) => change.track)).not.toContain('app');
    },
  );

  it.each(['v1.4.0', '1.4', 'next'])('is refused when it is %s and not strict', (as) => {
    expect(fold([], { as: { app: as } }).problems).toMatchObject([
      {
        code: 'VERSION_NOT_STRICT',
        fix: 'Ask for a version such as 1.2.0; `release bump` also takes patch, minor or major.',
      },
    ]);
  });

  it('is refused with the commit whose footer asks for it', () => {
    const asked = verdict('app', null, 'abcdef0123', { as: '1.0.0' });
    expect(fold([verdict('app', null, 'c1', { as: '0.9.0' }), asked]).problems[0]?.message).toBe(
      'The version asked for app by the footer of abcdef0, 1.0.0, is not higher than its current version 1.1.0.',
    );
  });

  it('is refused as the option that asks for it, where a footer asks for another', () => {
    const asked = verdict('app', null, 'abcdef0123', { as: '2.0.0' });
    expect(fold([asked], { as: { app: '1.0.0' } }).problems[0]?.message).toBe(
      'The version asked for app, 1.0.0, is not higher than its current version 1.1.0.',
    );
  });

  it.each([
    ['v2', '1.4.0'],
    ['1.4.0', 'v2'],
  ])('is refused when one of several is not strict: %s, then %s', (first, second) => {
    const asked = [verdict('app', null, 'c1', { as: first }), verdict('app', null, 'c2', { as: second })];
    expect(fold(asked).problems).toMatchObject([
      { code: 'VERSION_NOT_STRICT', message: expect.stringContaining('"v2"') },
    ]);
  });

  it('is a warning when its track is not of this flow', () => {
    const { problems } = fold([verdict('chrat', null, 'abcdef0123', { as: '1.4.0' })]);
    expect(problems).toMatchObject([
      {
        code: 'FOOTER_TRACK_UNKNOWN',
        severity: 'warning',
        message: expect.stringContaining('abcdef0 names the track "chrat"'),
      },
    ]);
  });
});

it('a move of a track that the flow does not have is refused', () => {
  expect(fold([verdict('chrat', 'minor')]).problems).toMatchObject([
    { code: 'TRACK_UNKNOWN', severity: 'error', message: expect.stringContaining('Did you mean "chart"?') },
  ]);
});

describe('an override', () => {
  it('wins over commits and footers', () => {
    const asked = [verdict('app', 'major', 'c1', { as: '3.0.0' })];
    expect(next(asked, { as: { app: '1.1.7' } })).toMatchObject({ app: '1.1.7' });
    expect(next(asked, { bump: { app: 'patch' } })).toMatchObject({ app: '1.1.1' });
  });

  it('is taken at its word below 1.0.0, where commits shift', () => {
    expect(next([verdict('chart', 'major')])).toMatchObject({ chart: '0.3.0' });
    expect(next([], { bump: { chart: 'major' } })).toMatchObject({ chart: '1.0.0' });
  });

  it('is the reason where no commit is one', () => {
    expect(fold([], { bump: { chart: 'major' } }).tracks['chart']?.because).toMatchObject([
      { rule: '--bump chart=major', bump: 'major', commit: null },
    ]);
    expect(fold([], { as: { chart: '1.0.0' } }).tracks['chart']?.because).toMatchObject([
      { rule: '--as chart=1.0.0', bump: null, commit: null },
    ]);
  });

  it('is the first reason, before those of commits', () => {
    const told = fold([verdict('app', 'patch')], { bump: { app: 'major' } }).tracks['app'];
    expect(told?.because.map(({ rule, commit }) => commit ?? rule)).toEqual(['--bump app=major', 'c1']);
  });

  it('of an unknown track names the nearest', () => {
    const { problems } = fold([], { as: { chrt: '1.0.0' }, bump: { constructor: 'patch' as const } });
    expect(problems.map((problem) => problem.code)).toEqual(['TRACK_UNKNOWN', 'TRACK_UNKNOWN']);
    expect(problems[0]?.message).toContain('Did you mean "chart"?');
  });

  it('of an unknown kind is refused', () => {
    const { problems, changes } = fold([], { bump: { app: 'mnior' as Bump } });
    expect(problems).toMatchObject([{ code: 'BUMP_UNKNOWN', message: expect.stringContaining('"minor"') }]);
    expect(changes).toEqual([]);
  });
});

it('the commit that asks for an exact version is a reason, not an ignored one', () => {
  const told = fold([verdict('app', null, 'c1', { as: '1.4.0' }), verdict('app', null, 'c1')]).tracks['app'];
  expect(told?.because.map((reason) => reason.commit)).toEqual(['c1']);
  expect(told?.ignored).toEqual([]);
});
