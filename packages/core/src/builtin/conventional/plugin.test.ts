import { describe, expect, it } from 'vitest';
import type { Commit, Facts, TrackFacts } from '../../model/facts.ts';
import type { HookContext } from '../../model/plugin.ts';
import type { Track } from '../../model/track.ts';
import type { Verdict } from '../../model/verdict.ts';
import { conventional, type ConventionalOptions } from './plugin.ts';

const track = (name: string): Track => ({
  name,
  pins: [{ file: 'f', format: 'json', pointer: ['version'] }],
  paths: ['**'],
});
const sha = (place: number) => `${place}`.padStart(2, '0').repeat(20);

interface Made {
  readonly message: string;
  readonly parents?: readonly string[];
}

/** Facts with these commits, newest first; all of them count for every track. */
function context(
  made: readonly (string | Made)[],
  names: readonly string[] = ['chart'],
  own: Partial<TrackFacts> = {},
): HookContext {
  const commits = made.map((one, place): Commit => {
    const { message, parents = [sha(place + 1)] } = typeof one === 'string' ? { message: one } : one;
    return {
      sha: sha(place),
      parents,
      author: { name: 'A', email: 'a@x' },
      date: '',
      message,
      paths: ['src/a.ts'],
    };
  });
  const tracks = names.map((name): [string, TrackFacts] => [
    name,
    {
      name,
      current: '1.0.0',
      pins: [],
      baseline: { how: 'beginning' },
      commits: commits.map((_, place) => place),
      tagPathsChanged: true,
      ...own,
    },
  ]);
  const facts: Facts = {
    head: sha(0),
    headDate: '',
    commits,
    tracks: Object.fromEntries(tracks),
    ci: { provider: 'none' },
  };
  return {
    flow: 'main',
    tracks: names.map(track),
    facts,
    reads: undefined as unknown as HookContext['reads'],
  };
}

async function analyze(
  made: readonly (string | Made)[],
  options?: ConventionalOptions,
  names?: readonly string[],
  own?: Partial<TrackFacts>,
) {
  const verdicts = await conventional(options).analyze?.(context(made, names, own));
  return verdicts ?? [];
}
const bumpOf = (verdicts: readonly Verdict[]) =>
  verdicts.find((verdict) => verdict.bump !== null)?.bump ?? null;
const rules = (verdicts: readonly Verdict[]) =>
  verdicts.flatMap((verdict) => verdict.because.map((reason) => reason.rule));

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
