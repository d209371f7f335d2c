import { describe, expect, it } from 'vitest';
import { analyze, bumpOf, rules, sha } from './commits.fixture.ts';

describe('a commit moves a track', () => {
  it.each([
    ['feat: x', 'minor'],
    ['fix: x', 'patch'],
    ['perf(core): x', 'patch'],
    ['revert: x', 'patch'],
    ['feat!: x', 'major'],
    ['chore!: drop Node 18', 'major'],
    ['feat(a,b)!: x', 'major'],
    ['feat(a/b c): x', 'minor'],
    ['FEAT: x', 'minor'],
    ['feat: x\n\nBREAKING CHANGE: y', 'major'],
    ['feat: x\n\nBREAKING-CHANGE: y', 'major'],
    ['fix: x\n\nbody\n\nRefs: #1\nBREAKING CHANGE: y\n  more', 'major'],
    ['fix: x\nBREAKING CHANGE: y', 'major'],
    ['docs: x\n\nBREAKING CHANGE:\nthe next line tells', 'major'],
    ['fix: x\r\n\r\nBREAKING CHANGE: y\r\n'.replaceAll('\r\n', '\n'), 'major'],
    ['fix: ünïcödé – 修正', 'patch'],
    ['fixup! feat: x', 'minor'],
    ['squash! fixup! fix: x', 'patch'],
    ['\n\nfix: after empty lines', 'patch'],
    ['chore: squash (#12)\n\n* feat: one\n\n* fix: two', 'minor'],
    ['Merge of things (#12)\n\n- fix: one\n- docs: two', 'patch'],
    ['docs: x\n\nsome words\n\nfeat(api): also this\n\nBREAKING CHANGE: of the second', 'major'],
    ['feat: a\nfix: b', 'minor'],
    ['Merged PR 123: feat: add the harbour', 'minor'],
    ['Merged in feat/x (pull request #7)\n\nfeat: title\n\n* fix: one\n\nApproved-by: Ada', 'minor'],
    ['feat:\u00a0a blank that does not break', 'minor'],
    ['docs: x\n\nBREAKING CHANGE:without a blank', 'major'],
    ['docs: x\n\n```code``` in a line\n\nBREAKING CHANGE: y', 'major'],
    ['docs: x\n\n<details>\n\n* feat: shown\n\n</details>\n\n* fix: y', 'patch'],
    ['fix: a long note is folded into <details>', 'patch'],
    ['docs: x\n\nNotes use <details> now.\n\nBREAKING CHANGE: y', 'major'],
    [
      'Squashed commit of the following:\n\ncommit abcdef0\nAuthor: Ada <a@x>\nDate:   now\n\n    perf: one\n\ncommit 0123456\nAuthor: Ada <a@x>\nDate:   now\n\n    feat: two\n    \n    words',
      'minor',
    ],
  ])('%j by %s', async (message, bump) => {
    expect(bumpOf(await analyze([message]))).toBe(bump);
  });

  it.each([
    ['docs: x', 'docs counts for nothing'],
    ['chore(deps): x', 'chore counts for nothing'],
    ['update things', 'not a conventional message'],
    ['feat:missing space', 'not a conventional message'],
    ['feat : x', 'not a conventional message'],
    ['see http://x: y', 'not a conventional message'],
    ['', 'empty message'],
    [' \n\n ', 'empty message'],
    ['docs: x\n\nbreaking change: lower case', 'docs counts for nothing'],
    ['docs: x\n\n```\nBREAKING CHANGE: shown\n\nfeat: shown\n```', 'docs counts for nothing'],
    ['docs: x\n\n~~~~text\n~~~\nBREAKING CHANGE: shown', 'docs counts for nothing'],
    [
      'chore(deps): x\n\n<details>\n<details open>\nBREAKING CHANGE: shown\n</details>\n\n- feat: shown\n</details>',
      'chore counts for nothing',
    ],
    ['docs: x\n\n    BREAKING CHANGE: indented', 'docs counts for nothing'],
    ['docs: x\n\n> BREAKING CHANGE: quoted', 'docs counts for nothing'],
    ['docs: x\n\nA word on the\nBREAKING CHANGE: footer inside a paragraph', 'docs counts for nothing'],
    ['docs: x\n\nThis is no BREAKING CHANGE: it is in a line', 'docs counts for nothing'],
    ['docs: x\n\nBREAKING CHANGES: plural', 'docs counts for nothing'],
    ['docs: x\n\nNote: a paragraph with a colon\nhttp: is no type', 'docs counts for nothing'],
  ])('%j by nothing: %s', async (message, rule) => {
    const verdicts = await analyze([message]);
    expect(bumpOf(verdicts)).toBeNull();
    expect(rules(verdicts)).toEqual([rule]);
  });

  it('and says which, with type, scope, subject and paths', async () => {
    expect(await analyze(['fix(proxy): keep the connection'])).toEqual([
      {
        track: 'chart',
        bump: 'patch',
        because: [
          {
            commit: sha(0),
            type: 'fix',
            scope: 'proxy',
            subject: 'keep the connection',
            breaking: false,
            paths: ['src/a.ts'],
            bump: 'patch',
            rule: 'fix -> patch',
          },
        ],
      },
    ]);
  });

  it('by each message that was squashed into it', async () => {
    const squash = 'feat: title (#7)\n\n* fix(a): one\n\nwords\n\n* perf!: two\n\n* wip';
    const [verdict] = await analyze([squash]);
    expect(
      verdict?.because.map(({ type, scope, subject, breaking }) => [type, scope, subject, breaking]),
    ).toEqual([
      ['feat', null, 'title (#7)', false],
      ['fix', 'a', 'one', false],
      ['perf', null, 'two', true],
    ]);
  });

  it('when it is a merge by its own header and footers alone', async () => {
    const parents = [sha(1), sha(2)];
    expect(
      bumpOf(await analyze([{ message: "Merge branch 'x'\n\nfeat: title of the request", parents }])),
    ).toBeNull();
    expect(bumpOf(await analyze([{ message: 'feat: merged by hand', parents }]))).toBe('minor');
    const breaking = { message: 'fix: by hand\n\nfeat: of the branch\n\nBREAKING CHANGE: y', parents };
    const [verdict] = await analyze([breaking]);
    expect([verdict?.bump, verdict?.because.length]).toEqual(['major', 1]);
  });

  it('within a moment, however long its message is', async () => {
    const lines = [
      'fix: x',
      'a'.repeat(100_000),
      ' '.repeat(100_000),
      '#'.repeat(100_000),
      `* ${'feat('.repeat(20_000)}`,
      `Refs: ${'ab '.repeat(40_000)}`,
      '`'.repeat(100_000),
    ];
    const messages = [
      lines.join('\n\n'),
      'x'.repeat(100_000),
      `feat(${'('.repeat(100_000)}`,
      `fix: ${'y '.repeat(50_000)}`,
      '`'.repeat(100_000),
    ];
    expect(bumpOf(await analyze(messages))).toBe('patch');
  }, 2000);
});
