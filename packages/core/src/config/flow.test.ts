import { describe, expect, it } from 'vitest';
import { isReleaseError } from '../model/problem.ts';
import type { When } from './define.ts';
import { chooseFlow, type Situation } from './flow.ts';

const flows = (whens: Readonly<Record<string, When | undefined>>) =>
  Object.entries(whens).map(([name, when]) => ({ name, ...(when === undefined ? {} : { when }) }));

const reference = { github: { branch: 'main' }, gitlab: { branch: 'test/gitlab-ci' } };
const byCi = { hub: { branch: 'main', ci: 'github' }, lab: { branch: 'main', ci: 'gitlab' } } as const;
const globs = { fix: { branch: ['release/*', 'hotfix/**'] }, tagged: { tag: 'v*.*.*' } };
const without = { fix: { branch: ['!release/1.x', 'release/*'] }, tagged: { tag: '!*-*' } };

type Row = readonly [
  whens: Readonly<Record<string, When | undefined>>,
  where: Situation,
  answer: string,
  named?: string,
];

const rows: readonly Row[] = [
  [reference, { branch: 'main', ci: 'none' }, 'github'],
  [reference, { branch: 'test/gitlab-ci', ci: 'gitlab' }, 'gitlab'],
  [reference, { branch: 'topic', ci: 'none' }, 'FLOW_NONE'],
  [reference, { ci: 'none' }, 'FLOW_NONE'],
  [reference, { branch: 'topic', ci: 'none' }, 'gitlab', 'gitlab'],
  [reference, { branch: 'main', ci: 'none' }, 'FLOW_UNKNOWN', 'githup'],
  [reference, { tag: 'v1.0.0', ci: 'github' }, 'FLOW_NONE'],
  [byCi, { branch: 'main', ci: 'github' }, 'hub'],
  [byCi, { branch: 'main', ci: 'gitlab' }, 'lab'],
  [byCi, { branch: 'main', ci: 'none' }, 'FLOW_NONE'],
  [globs, { branch: 'release/1.x', ci: 'other' }, 'fix'],
  [globs, { branch: 'hotfix/a/b', ci: 'other' }, 'fix'],
  [globs, { branch: 'release/1/x', ci: 'other' }, 'FLOW_NONE'],
  [globs, { tag: 'v1.2.3', ci: 'github' }, 'tagged'],
  [without, { branch: 'release/2.x', ci: 'other' }, 'fix'],
  [without, { branch: 'release/1.x', ci: 'other' }, 'FLOW_NONE'],
  [without, { branch: 'main', ci: 'other' }, 'FLOW_NONE'],
  [without, { tag: 'v1.2.3', ci: 'github' }, 'tagged'],
  [without, { tag: 'v1.2.3-rc.1', ci: 'github' }, 'FLOW_NONE'],
  [globs, { tag: '1.2.3', ci: 'github' }, 'FLOW_NONE'],
  [{ a: {}, b: { branch: 'main' } }, { branch: 'main', ci: 'none' }, 'FLOW_AMBIGUOUS'],
  [{ a: { branch: 'main' }, b: { branch: 'main', ci: 'gitlab' } }, { branch: 'main', ci: 'gitlab' }, 'b'],
  [{ a: { branch: 'main' }, b: { branch: 'main', ci: 'gitlab' } }, { branch: 'main', ci: 'none' }, 'a'],
  [{ a: { ci: 'gitlab' }, b: { ci: 'gitlab' } }, { branch: 'main', ci: 'gitlab' }, 'FLOW_AMBIGUOUS'],
  [{ a: undefined, b: undefined }, { branch: 'main', ci: 'none' }, 'FLOW_AMBIGUOUS'],
  [{ a: {}, b: { branch: 'main' } }, { branch: 'next', ci: 'none' }, 'a'],
  [{ only: { branch: 'main' } }, { branch: 'topic', ci: 'none' }, 'only but not here'],
  [{ only: { branch: 'main' } }, { branch: 'topic', ci: 'none' }, 'only', 'only'],
  [{ only: undefined }, { ci: 'none' }, 'only'],
  [{ only: { ci: 'none' } }, { branch: 'x', ci: 'none' }, 'only'],
  [{ only: { branch: 'a[b]' } }, { branch: 'a[b]', ci: 'none' }, 'only'],
];

function answer([whens, where, , named]: Row): string {
  try {
    const { flow, misfits } = chooseFlow(flows(whens), where, named);
    return misfits.length === 0 ? flow.name : `${flow.name} but not here`;
  } catch (error) {
    return isReleaseError(error) ? (error.problems[0]?.code ?? '') : String(error);
  }
}

describe('the choice of a flow', () => {
  it.each(rows.map((row) => ({ row, whens: row[0], where: row[1], expected: row[2] })))(
    'of $whens at $where is $expected',
    ({ row, expected }) => {
      expect(answer(row)).toBe(expected);
    },
  );

  it('says what is taken away', () => {
    expect(() => chooseFlow(flows(without), { branch: 'main', ci: 'none' })).toThrow(
      'fix: its branch is release/* but not release/1.x, this is main.\ntagged: its tag is any but not *-*, and this run has no tag.',
    );
  });

  it('lists every candidate with why it is not meant', () => {
    expect(() => chooseFlow(flows(byCi), { branch: 'next', ci: 'none' })).toThrow(
      'No flow is meant for branch next, outside CI.\nhub: its branch is main, this is next; its CI is github, this is no CI.\nlab: its branch is main, this is next; its CI is gitlab, this is no CI.',
    );
  });
});
