import { describe, expect, test } from 'vitest';
import type { PushEvent } from './event.ts';
import { forecastGitlab } from './gitlab.ts';
import { treeOf } from './tree.fixture.ts';

const tag: PushEvent = { ref: { kind: 'tag', name: 'v1.2.3' } };
const branch: PushEvent = { ref: { kind: 'branch', name: 'feat/x' }, changed: ['charts/a/b.yaml'] };

async function jobs(file: string, event: PushEvent, more: Readonly<Record<string, string>> = {}) {
  const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': file, ...more }), event);
  return forecast?.jobs.map(({ name, manual }) => (manual ? `${name} (manual)` : name));
}

describe('what a push starts on GitLab', () => {
  test('nothing is said without a pipeline file', async () => {
    expect(await forecastGitlab(treeOf({}), tag)).toBeUndefined();
  });

  test('a job without rules runs for branches and tags', async () => {
    const file = 'stages: [build]\n.hidden: { script: x }\nbuild: { script: make }\n';
    expect(await jobs(file, tag)).toEqual(['build']);
    expect(await jobs(file, branch)).toEqual(['build']);
  });

  test('the first rule that holds decides, also with never and manual', async () => {
    const file = `
docker: { script: x, rules: [{ if: '$CI_COMMIT_TAG =~ /-rc/', when: never }, { if: $CI_COMMIT_TAG }] }
mac: { script: x, rules: [{ if: $CI_COMMIT_TAG }, { if: $CI_COMMIT_BRANCH, when: manual }] }
`;
    expect(await jobs(file, tag)).toEqual(['docker', 'mac']);
    expect(await jobs(file, { ref: { kind: 'tag', name: 'v1.2.3-rc.1' } })).toEqual(['mac']);
    expect(await jobs(file, branch)).toEqual(['mac (manual)']);
  });

  test('changes are always true for a tag, and one level deep for charts/**', async () => {
    const file = `
one: { script: x, rules: [{ changes: ['charts/**'] }] }
all: { script: x, rules: [{ changes: { paths: ['charts/**/*'] } }] }
`;
    expect(await jobs(file, tag)).toEqual(['one', 'all']);
    expect(await jobs(file, branch)).toEqual(['all']);
  });

  test('workflow rules can keep the whole pipeline from starting', async () => {
    const file = 'workflow: { rules: [{ if: $CI_COMMIT_BRANCH }] }\nbuild: { script: x }\n';
    const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': file }), tag);
    expect(forecast).toMatchObject({ starts: false, because: expect.stringContaining('workflow') });
    expect(await jobs(file, branch)).toEqual(['build']);
  });

  test('only and except are understood', async () => {
    const file = `
tags: { script: x, only: [tags] }
named: { script: x, only: [/^v\\d/, main] }
other: { script: x, only: { refs: [branches], changes: ['docs/*'] } }
except: { script: x, except: [/^v/] }
scheduled: { script: x, only: [schedules] }
`;
    expect(await jobs(file, tag)).toEqual(['tags', 'named']);
    expect(await jobs(file, branch)).toEqual(['except']);
  });

  test('extends, anchors, references and local includes are followed', async () => {
    const file = `
include: [ci/base.yml, { local: /ci/other.yml }, { project: a/b, file: x.yml }]
.anchor: &anchor { rules: [{ if: $CI_COMMIT_TAG }] }
one: { extends: .tags, script: x }
two: { script: x, <<: *anchor }
three: { script: x, rules: [!reference [.tags, rules]] }
`;
    const more = {
      'ci/base.yml': '.tags: { rules: [{ if: $CI_COMMIT_TAG }] }\n',
      'ci/other.yml': 'included: { script: x }\n',
    };
    expect(await jobs(file, tag, more)).toEqual(['included', 'one', 'two', 'three']);
    expect(await jobs(file, branch, more)).toEqual(['included']);
    const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': file, ...more }), tag);
    expect(forecast?.unsure).toEqual(['project "a/b" is not read']);
  });

  test('variables of the file, of jobs and of the workflow are known; others are doubted', async () => {
    const file = `
variables: { RELEASES: 'yes' }
workflow: { rules: [{ if: $CI_COMMIT_TAG, variables: { FROM_RULE: a } }] }
a: { script: x, rules: [{ if: '$RELEASES == "yes" && $FROM_RULE == "a"' }] }
b: { script: x, variables: { MINE: 1 }, rules: [{ if: '$MINE == "1"' }] }
c: { script: x, rules: [{ if: $RUN_MACOS == "1" }] }
`;
    const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': file }), tag);
    expect(forecast?.jobs.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(forecast?.unsure).toEqual(['$RUN_MACOS is taken as not set']);
  });

  test('the words that skip pipelines are found in the commit message', async () => {
    const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': 'a: { script: x }' }), {
      ...tag,
      message: 'chore(release): v1.2.3\n\n[CI Skip]',
    });
    expect(forecast).toMatchObject({ starts: false, because: "the commit's message says [CI Skip]" });
  });

  test('jobs of .pre and .post alone start no pipeline', async () => {
    expect(await jobs('a: { script: x, stage: .pre }', tag)).toEqual([]);
  });

  test('a file that is no YAML is doubted', async () => {
    const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': 'a: [' }), tag);
    expect(forecast).toMatchObject({ starts: false, unsure: ['.gitlab-ci.yml is not read'] });
  });

  const doubling = (line: (at: number) => string) =>
    Array.from({ length: 60 }, (_, at) => line(at)).join('\n');

  test.each([
    [
      'references that double',
      `.r60: { x: [1] }\n${doubling((at) => `.r${at}: { x: [!reference [.r${at + 1}, x], !reference [.r${at + 1}, x]] }`)}`,
    ],
    ['a reference to itself', 'a: { x: [!reference [a, x], !reference [a, x]] }'],
    [
      'aliases that double',
      `.a0: &a0 [1]\n${doubling((at) => `.a${at + 1}: &a${at + 1} [*a${at}, *a${at}]`)}`,
    ],
    ['an alias of itself', 'a: &a [*a, *a]'],
    ['brackets without end', `a: ${'['.repeat(5000)}`],
  ])('a file of %s is doubted', async (_what, file) => {
    const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': file }), tag);
    expect(forecast).toMatchObject({ starts: false, unsure: ['.gitlab-ci.yml is not read'] });
  });

  test('jobs that extend each other in a circle, many times over, are judged all the same', async () => {
    const file = `a: { script: x, extends: [b, b, b, b] }\nb: { extends: [a, a, a, a], rules: [{ if: $CI_COMMIT_TAG }] }`;
    expect(await jobs(file, tag)).toEqual(['a', 'b']);
    expect(await jobs(file, branch)).toEqual([]);
  });

  test('a condition whose pattern would run for hours is doubted', async () => {
    const file = 'a: { script: x, rules: [{ if: $CI_COMMIT_TAG =~ /^(1+)+$/ }] }';
    const long: PushEvent = { ref: { kind: 'tag', name: `${'1'.repeat(60)}x` } };
    const forecast = await forecastGitlab(treeOf({ '.gitlab-ci.yml': file }), long);
    expect(forecast).toMatchObject({ starts: false, unsure: [expect.stringContaining('cannot be read')] });
  });
});
