import { describe, expect, it } from 'vitest';
import type { HookContext } from '../../model/plugin.ts';
import { analyze, context, sha } from './commits.fixture.ts';
import { conventional } from './plugin.ts';

describe('Release-As', () => {
  it('asks for a version of a track, whatever the commit touches', async () => {
    const made = [
      'chore: prepare\n\nRelease-As: chart@1.4.0',
      'chore: lib\n\nrelease-as: @scope/lib@2.0.0-rc.1',
    ];
    const asked = (await analyze(made, {}, ['chart', '@scope/lib'], { commits: [] })).map(
      ({ track: name, as }) => [name, as],
    );
    expect(asked).toEqual([
      ['chart', '1.4.0'],
      ['@scope/lib', '2.0.0-rc.1'],
    ]);
  });

  it('needs no name where there is one track, and cannot do without where there are two', async () => {
    expect(await analyze(['x\n\nRelease-As: v1.4.0'], {}, ['chart'], { commits: [] })).toMatchObject([
      { track: 'chart', as: '1.4.0' },
    ]);
    expect(await analyze(['x\n\nRelease-As: 1.4.0'], {}, ['a', 'b'], { commits: [] })).toMatchObject([
      { track: '', as: '1.4.0' },
    ]);
  });

  it.each(['Release-As:chart@1.6.0', 'Release-As: chart@1.6.0'])(
    'is read of a merge too, as %s',
    async (footer) => {
      const merge = {
        message: `Merge branch 'x'\n\nfix: of the branch\n\n${footer}`,
        parents: [sha(1), sha(2)],
      };
      const asked = await analyze([merge], {}, ['chart'], { commits: [] });
      expect(asked.map(({ track: name, as }) => [name, as])).toEqual([['chart', '1.6.0']]);
    },
  );

  it('is asked for once, however often a commit repeats it', async () => {
    const again = `x\n\n${'Release-As: chart@1.4.0\n'.repeat(3)}Release-As: chart@1.5.0`;
    const asked = await analyze([again], {}, ['chart'], { commits: [] });
    expect(asked.map(({ as }) => as)).toEqual(['1.4.0', '1.5.0']);
  });

  it('is passed over where other releases overtook it, with a warning, and kept where it never was ahead', async () => {
    const asked = async (then: string) => {
      const text = async (): Promise<string> => `{ "version": "${then}" }`;
      const reads = { git: { tree: () => ({ text }) } } as unknown as HookContext['reads'];
      const made = context(['chore: prepare\n\nRelease-As: 1.4.0'], ['chart'], {
        current: '1.5.0',
        commits: [],
      });
      const { analyze, verify } = conventional();
      const problems = (await verify?.({ ...made, reads })) ?? [];
      return { verdicts: await analyze?.({ ...made, reads }), codes: problems.map(({ code }) => code) };
    };
    expect(await asked('1.3.2')).toEqual({ verdicts: [], codes: ['FOOTER_OVERTAKEN'] });
    const kept = { verdicts: [{ track: 'chart', as: '1.4.0' }], codes: [] };
    expect(await asked('1.4.0')).toMatchObject(kept);
    expect(await asked('"[')).toMatchObject(kept);
  });

  it('is forgotten once it is released, and never read from text or code', async () => {
    const released = { commits: [], baseline: { how: 'pin', commit: sha(1) } } as const;
    expect(
      await analyze(['fix: x', 'chore: release', 'x\n\nRelease-As: 1.4.0'], {}, ['chart'], released),
    ).toEqual([]);
    expect(
      await analyze(['x\n\n```\nRelease-As: 1.4.0\n```\n\nwrite a\nRelease-As: 2.0.0'], {}, ['chart'], {
        commits: [],
      }),
    ).toEqual([]);
  });
});
