import { describe, expect, it } from 'vitest';
import { analyze, bumpOf, rules, sha } from './commits.fixture.ts';

describe('a revert', () => {
  const reverts = (place: number) => `This reverts commit ${sha(place)}.`;

  it('of an unreleased commit cancels it', async () => {
    const verdicts = await analyze([`Revert "feat: x"\n\n${reverts(2)}`, 'docs: y', 'feat: x']);
    expect(bumpOf(verdicts)).toBeNull();
    expect(rules(verdicts)).toEqual([
      `reverts ${sha(2).slice(0, 7)}, which is not released`,
      'docs counts for nothing',
      `reverted by ${sha(0).slice(0, 7)}`,
    ]);
  });

  it('of a released commit is a patch', async () => {
    const verdicts = await analyze([`Revert "feat: x"\n\nThis reverts commit ${'ef'.repeat(20)}.`]);
    expect(verdicts).toMatchObject([
      { bump: 'patch', because: [{ type: 'revert', rule: 'revert -> patch', subject: 'Revert "feat: x"' }] },
    ]);
  });

  it('of a revert brings the commit back', async () => {
    const verdicts = await analyze([
      `Reapply "feat: x"\n\n${reverts(1)}`,
      `Revert "feat: x"\n\n${reverts(2)}`,
      'feat: x',
    ]);
    expect(bumpOf(verdicts)).toBe('minor');
  });

  it('cancels what it names, also where a clock was wrong and the commit seems newer', async () => {
    const of = async (...messages: string[]) => bumpOf(await analyze(messages));
    expect(await of('feat: x', `Revert "feat: x"\n\n${reverts(0)}`)).toBeNull();
    const again = ['feat: x', `Revert "feat: x"\n\n${reverts(0)}`, `Reapply "feat: x"\n\n${reverts(1)}`];
    expect(await of(...again)).toBe('minor');
  });

  it.each([
    ['a shortened name', `revert: x\n\nThis reverts commit ${sha(1).slice(0, 9)} (feat: x, 2026-01-01).`],
    ['the footer of the specification', `revert: let us never speak of it\n\nRefs: ${sha(1).slice(0, 10)}`],
    ['the header', 'revert: feat: x'],
    ['the header in quotes, with the number of the request', 'Revert "feat: x (#3)" (#4)'],
  ])('may name the commit by %s', async (_, message) => {
    expect(bumpOf(await analyze([message, 'feat: x']))).toBeNull();
  });

  it('inside another change cancels the commit, and the change counts', async () => {
    expect(rules(await analyze([`fix: do it otherwise\n\n${reverts(1)}`, 'feat: x']))).toEqual([
      'fix -> patch',
      `reverted by ${sha(0).slice(0, 7)}`,
    ]);
  });

  it('of a merge cancels what the merge had brought, and nothing else', async () => {
    const verdicts = await analyze([
      {
        message: `Revert "Merge branch 'x'"\n\nThis reverts commit ${sha(1)}, reversing\nchanges made to ${sha(3)}.`,
      },
      { message: "Merge branch 'x'", parents: [sha(3), sha(2)] },
      { message: 'feat: on the branch', parents: [sha(4)] },
      { message: 'fix: on main', parents: [sha(4)] },
      { message: 'fix: before', parents: [] },
    ]);
    expect(verdicts[0]).toMatchObject({
      bump: 'patch',
      because: [{ subject: 'on main' }, { subject: 'before' }],
    });
  });

  it('of a merge cancels what it had brought behind commits of other tracks, and behind cancelled ones', async () => {
    const made = [
      { message: `Revert "Merge branch 'x'"\n\n${reverts(1)}` },
      { message: "Merge branch 'x'", parents: [sha(5), sha(2)] },
      { message: `Revert "fix: a"\n\n${reverts(3)}` },
      { message: 'fix: a' },
      { message: 'feat: on the branch', parents: [sha(7)] },
      { message: `Revert "fix: b"\n\n${reverts(6)}` },
      { message: 'fix: b' },
      { message: 'perf: before' },
    ];
    const because = async (commits: readonly number[]) =>
      (await analyze(made, {}, ['chart'], { commits })).flatMap(({ bump, because: reasons }) =>
        bump === null ? [] : reasons.map(({ subject }) => subject),
      );
    expect(await because(made.map((_, place) => place))).toEqual(['before']);
    expect(await because([0, 1, 4, 7])).toEqual(['before']);
  });
});
