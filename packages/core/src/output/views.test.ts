import { describe, expect, it } from 'vitest';
import type { Bump } from '../model/track.ts';
import { diffView } from './diff.ts';
import { explainView } from './explain.ts';
import { planView } from './plan.ts';
import { problemsView } from './problems.ts';
import { reportView } from './report.ts';
import { statusView } from './status.ts';
import { plainCanvas, plan, report } from './view.fixture.ts';

const shown = (lines: readonly string[]): string => `\n${lines.join('\n')}\n`;

describe('on a terminal without colour', () => {
  it('a plan shows how the tracks move and why, tags, files and steps', () => {
    expect(shown(planView(plan, plainCanvas))).toBe(`
Release chart 0.2.27 flow github, main at ccccccc

  chart  0.2.26 → 0.2.27  patch  aaaaaaa fix(proxy): keep the host header and 1 more
  app    1.1.0            stays  no commit touches it

Tags
  v0.2.27

Files
  charts/Chart.yaml (chart 0.2.27)

Commit
  chore(release): bump chart to v0.2.27

Steps
  Make the release commit git:commit
`);
  });

  it('a plan says what asks for a move that no commit asks for', () => {
    const { chart } = plan.tracks;
    const [reason] = chart?.because ?? [];
    const asked = { ...reason, commit: null, type: null, subject: 'asked for by option' };
    const moved = { ...plan, tracks: { chart: { ...chart, because: [asked] } } } as typeof plan;
    expect(shown(planView(moved, plainCanvas))).toContain('0.2.26 → 0.2.27  patch  asked for by option\n');
  });

  it('a plan names what a person asked for before what commits call for', () => {
    const { chart } = plan.tracks;
    const [reason] = chart?.because ?? [];
    const why = (...because: readonly object[]) =>
      shown(planView({ ...plan, tracks: { chart: { ...chart, because } } } as typeof plan, plainCanvas));
    const footer = {
      ...reason,
      type: 'chore',
      scope: null,
      subject: 'go on',
      bump: null,
      rule: 'Release-As: chart@0.9.0',
    };
    expect(why({ ...reason, bump: 'major' }, footer)).toContain('aaaaaaa chore: go on and 1 more\n');
    const option = {
      ...footer,
      commit: null,
      type: null,
      subject: 'asked for by option',
      rule: '--as chart=1.0.0',
    };
    expect(why(option, { ...reason, bump: 'major' }, footer)).toContain('patch  asked for by option\n');
  });

  it.each([
    [['docs'], '1 commit, which asks for no release'],
    [[null], '1 commit, not a conventional one'],
    [['docs', null], '2 commits, none asks for a release'],
    [[null, null, null], '3 commits, none is a conventional one'],
  ])('a plan says of commits of type %j that count for nothing: %s', (types, says) => {
    const { app, chart } = plan.tracks;
    const ignored = types.map((type) => ({ ...chart?.ignored[0], type }));
    const still = { ...plan, tracks: { app: { ...app, ignored } } } as typeof plan;
    expect(shown(planView(still, plainCanvas))).toContain(`app  1.1.0  stays  ${says}\n`);
  });

  it('a plan says what asked for a move that was refused', () => {
    const { chart } = plan.tracks;
    const still = { ...plan, tracks: { chart: { ...chart, next: null, bump: null } } } as typeof plan;
    expect(shown(planView(still, plainCanvas))).toContain(
      'chart  0.2.26  stays  though aaaaaaa fix(proxy): keep the host header and 1 more\n',
    );
  });

  it('a plan names the commit that asks for most, though a newer one asks for less', () => {
    const { chart } = plan.tracks;
    const [first, second] = chart?.because ?? [];
    const because = [first, { ...second, bump: 'minor' }];
    const moved = { ...plan, tracks: { chart: { ...chart, because } } } as typeof plan;
    expect(shown(planView(moved, plainCanvas))).toContain('bbbbbbb perf(proxy): one lookup and 1 more');
  });

  it('an explanation shows each commit, its rule and its paths, and what counted for nothing', () => {
    expect(shown(explainView(plan, ['chart', 'app'], plainCanvas))).toBe(`
chart 0.2.26 → 0.2.27 (patch) since ddddddd
  Counted
    aaaaaaa fix(proxy): keep the host header
      fix -> patch plugins/proxy/plugin.ts, a, b, and 1 more
    bbbbbbb perf(proxy): one lookup
      perf -> patch plugins/proxy/b.ts
  Counted for nothing
    eeeeeee docs(proxy): readme
      docs -> nothing charts/README.md

app stays at 1.1.0 since the beginning
  No commit touches its paths.
`);
  });

  it('a release that is committed shows the versions as they are, not as a move', () => {
    const { chart, app } = plan.tracks;
    const committed = { chart: { ...chart, current: '0.2.27' }, app } as typeof plan.tracks;
    const resumed = { ...plan, outcome: 'resume' as const, release: 'fffffff0', tracks: committed };
    expect(planView(resumed, plainCanvas)[0]).toContain('main at fffffff');
    expect(shown(planView(resumed, plainCanvas))).toContain(
      '\n  chart  0.2.27  committed  the files say so\n',
    );
    expect(explainView(resumed, ['chart'], plainCanvas)).toEqual(['chart 0.2.27 is committed']);

    const byHand = { chart: { ...chart, because: [], ignored: [] } } as unknown as typeof plan.tracks;
    const bumped = { ...resumed, tracks: byHand };
    expect(shown(planView(bumped, plainCanvas))).toContain('0.2.26 → 0.2.27  patch  the files say so\n');
    expect(explainView(bumped, ['chart'], plainCanvas)).toContain('  The files say so.');
  });

  it('an explanation says why a version below 1.0.0 moves by less than its commits ask', () => {
    const { chart } = plan.tracks;
    const said = (bump: Bump, rule = 'feat -> minor'): string => {
      const because = (chart?.because ?? []).map((reason) => ({ ...reason, bump, rule }));
      return shown(
        explainView(
          { ...plan, tracks: { chart: { ...chart, because } } } as typeof plan,
          ['chart'],
          plainCanvas,
        ),
      );
    };
    expect(said('minor')).toContain('\n  Below 1.0.0 a major change moves the minor version');
    expect(said('patch')).not.toContain('Below 1.0.0');
    expect(said('minor', 'Release-As: chart@0.2.27')).not.toContain('Below 1.0.0');
  });

  it('a track with one commit that counts for nothing says so in the singular', () => {
    const { app } = plan.tracks;
    const [ignored] = plan.tracks['chart']?.ignored ?? [];
    const one = { ...plan, tracks: { app: { ...app, ignored: [ignored] } } } as typeof plan;
    expect(shown(planView(one, plainCanvas))).toContain('stays  1 commit, which asks for no release');
  });

  it('a report that is incomplete says in three lines what is done, what is missing, and the one command', () => {
    expect(shown(reportView(report, plainCanvas, { again: ['--flow', 'github'] }))).toBe(`
✓ Push main and v0.2.27  done
= Tag the image 0.2.27   already so
✗ Publish @acme/shared   failed      The registry answered 503. ::error::forged

The release of chart 0.2.27 is incomplete. Done: Push main and v0.2.27; Tag the image 0.2.27.
Missing: Publish @acme/shared.
Run \`npx --no-install release --flow github\` again: it does only what is missing.
`);
  });

  it('what was not chosen is not taken for complete', () => {
    const said = (outcome: typeof report.outcome) =>
      reportView({ ...report, steps: report.steps.slice(0, 1), outcome }, plainCanvas, { isPart: true }).at(
        -1,
      );
    expect(said('complete')).toBe(
      'Already complete: chart 0.2.27, as far as it was chosen. Every target of it confirms it.',
    );
    expect(said('released')).toBe('Released chart 0.2.27, as far as it was chosen.');
  });

  it('nothing that was chosen is not told as confirmed', () => {
    const none = { ...report, steps: [], outcome: 'complete' } as const;
    expect(reportView(none, plainCanvas, { isPart: true })).toEqual([
      'Nothing to do: no step of chart 0.2.27 was chosen.',
    ]);
  });

  it('a dry run says whether it would be refused', () => {
    const planned = { ...report, outcome: 'planned' as const, steps: [] };
    const wrong = { code: 'WRONG', severity: 'error', message: 'It is wrong.', fix: 'Mend it.' } as const;
    const said = (problems: typeof report.problems) => reportView({ ...planned, problems }, plainCanvas);
    expect(said([])).toEqual(['Dry run: chart 0.2.27 would be released; nothing was changed.']);
    expect(said([wrong])).toEqual([
      'Dry run: the release of chart 0.2.27 would be refused; nothing was changed.',
    ]);
  });

  it('a dry run says that a release would be completed where it has begun', () => {
    const said = (commit: string | null) =>
      reportView({ ...report, outcome: 'planned', problems: [], commit }, plainCanvas).at(-1);
    expect(report.steps.map(({ state }) => state)).toContain('already');
    expect(said(null)).toBe('Dry run: chart 0.2.27 would be released; nothing was changed.');
    expect(said('c0ffee')).toBe(
      'Dry run: the release of chart 0.2.27 would be completed; nothing was changed.',
    );
  });

  it('a place of another making shows its line, also with a column that no line has', () => {
    const where = { file: 'a.yaml', line: 1, column: 0 };
    const problems = [{ code: 'A', severity: 'error', message: 'A.', fix: 'B.', where }] as const;
    expect(problemsView(problems, plainCanvas, () => 'a: 1\n')).toContain('  > 1 | a: 1');
  });

  it('a status shows every target', () => {
    expect(
      shown(statusView({ ...report, steps: report.steps.slice(1) }, plainCanvas, ['publish', 'v0.2.27'])),
    ).toBe(`
chart 0.2.27

  docker:push:0.2.27  Tag the image 0.2.27  published
  jsr:publish         Publish @acme/shared  missing    The registry answered 503. ::error::forged

The release of chart 0.2.27 is incomplete. Done: Tag the image 0.2.27.
Missing: Publish @acme/shared.
Run \`npx --no-install release publish v0.2.27\`: it does only what is missing.
`);
  });

  it('a diff is shown as it is', () => {
    expect(diffView(plan.edits, plainCanvas)).toContain('+version: 0.2.27');
  });

  it('a problem shows place, line, remedy and, where we have one, page, errors first', () => {
    const where = { file: 'charts/Chart.yaml', line: 2, column: 10 };
    const problems = [
      { code: 'HARBOUR_SHUT', severity: 'warning', message: 'The harbour is shut.', fix: 'Wait.' },
      {
        code: 'VERSION_NOT_STRICT',
        severity: 'error',
        message: 'The version is not strict.',
        fix: 'Give it three numbers.',
        where,
        plugin: 'chart',
      },
    ] as const;
    const source = () => 'name: a\nversion: 1.0\ntype: application\n';
    expect(shown(problemsView(problems, plainCanvas, source))).toBe(`
error VERSION_NOT_STRICT (chart)
  charts/Chart.yaml:2:10
  The version is not strict.
    1 | name: a
  > 2 | version: 1.0
      |          ^
    3 | type: application
  Fix: Give it three numbers.
  More: docs/problems/VERSION_NOT_STRICT.md of Launchway

warning HARBOUR_SHUT
  The harbour is shut.
  Fix: Wait.
`);
  });
});
