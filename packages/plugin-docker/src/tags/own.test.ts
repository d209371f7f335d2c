import { describe, expect, test } from 'vitest';
import { eventContext } from './context.ts';
import { imageMetadata, type MetadataOptions } from './metadata.ts';
import type { TagRule } from './own.ts';

const sha = '3370e228f2209994d57af4427fe64e71bb79ac96';
const gitlab: Readonly<Record<string, string>> = {
  GITLAB_CI: 'true',
  CI_PIPELINE_SOURCE: 'push',
  CI_COMMIT_SHA: sha,
  CI_DEFAULT_BRANCH: 'main',
  CI_COMMIT_TIMESTAMP: '2026-02-03T04:05:06+01:00',
  LAUNCHWAY_NOW: '2026-03-04T05:06:07Z',
};
const branch = (name: string) => ({ CI_COMMIT_BRANCH: name, CI_COMMIT_REF_NAME: name });
const tag = (name: string) => ({ CI_COMMIT_TAG: name, CI_COMMIT_REF_NAME: name });

const tagsOf = (
  tags: readonly TagRule[],
  on: Readonly<Record<string, string>>,
  options: MetadataOptions = {},
  version?: string,
) => {
  const env: Readonly<Record<string, string>> = { ...gitlab, ...on };
  return imageMetadata({ tags, ...options }, eventContext({ env: (name) => env[name], now: 0 }), version)
    .tags;
};

const usual: readonly TagRule[] = ['{version}', '{major}.{minor}', '{major}', 'latest', '{channel}'];

describe('rules of our own', () => {
  test('a stable version gets its lines and latest', () => {
    expect(tagsOf(usual, tag('v1.4.2'))).toEqual(['1.4.2', '1.4', '1', 'latest']);
  });

  test('latest can be the only rule', () => {
    expect([tagsOf(['latest'], tag('v1.4.2')), tagsOf(['latest'], tag('v1.5.0-rc.1'))]).toEqual([
      ['latest'],
      [],
    ]);
  });

  test('a prerelease gets its own tag and its channel', () => {
    expect(tagsOf(usual, tag('api/v2.0.0-rc.1'))).toEqual(['2.0.0-rc.1', 'rc']);
  });

  test('a channel by its word belongs to its own prereleases only', () => {
    expect([tagsOf(['beta', 'rc'], tag('v2.0.0-rc1')), tagsOf(['beta', 'rc'], tag('v2.0.0'))]).toEqual([
      ['rc'],
      [],
    ]);
  });

  test('a version that is released wins over the git tag', () => {
    expect(tagsOf(usual, branch('main'), {}, '3.1.0')).toEqual(['3.1.0', '3.1', '3', 'latest']);
  });

  test('the tag 0 is published only when asked for', () => {
    expect(tagsOf(usual, tag('v0.4.1'))).toEqual(['0.4.1', '0.4', 'latest']);
    expect(tagsOf(['{major}'], tag('v0.4.1'), { majorZero: true })).toEqual(['0']);
  });

  test('no version, no version tags: a branch build gets its own', () => {
    expect(tagsOf([...usual, { branch: true }, { sha: 10 }], branch('feat/x'))).toEqual([
      'feat-x',
      '3370e228f2',
    ]);
  });

  test.each<[TagRule, Readonly<Record<string, string>>, string[]]>([
    [{ branch: 'release/*' }, branch('release/1.x'), ['release-1.x']],
    [{ branch: 'release/*' }, branch('release/1/x'), []],
    [{ tag: true }, tag('v1+x'), ['v1-x']],
    [{ request: true }, { CI_MERGE_REQUEST_IID: '12' }, ['pr-12']],
    [{ request: true, prefix: 'mr-' }, { CI_MERGE_REQUEST_IID: '12' }, ['mr-12']],
    [{ sha: 'long', prefix: 'sha-' }, branch('main'), [`sha-${sha}`]],
    [{ sha: 7, prefix: '{branch}-' }, branch('main'), ['main-3370e22']],
    [{ schedule: true }, { ...branch('main'), CI_PIPELINE_SOURCE: 'schedule' }, ['nightly']],
    [
      { schedule: 'n-{date:YYYYMMDD}' },
      { ...branch('main'), CI_PIPELINE_SOURCE: 'schedule' },
      ['n-20260304'],
    ],
    [{ schedule: true }, branch('main'), []],
    [{ edge: true }, branch('main'), ['edge']],
    [{ edge: 'dev' }, branch('main'), []],
    [{ raw: 'ci-{sha:4}' }, branch('main'), ['ci-3370']],
    [{ match: 'v(\\d+)', group: 1 }, tag('v12-x'), ['12']],
    [{ pep440: '{major}.{minor}' }, tag('1.2.3'), ['1.2']],
    ['{branch}-{commitDate:YYMMDD}-{sha}', branch('main'), ['main-260203-3370e22']],
    ['{version}-alpine', tag('v1.2.3'), ['1.2.3-alpine']],
    ['type=ref,event=branch\n# all\ntype=sha,prefix=', branch('main'), ['main', '3370e22']],
    [{ line: 'plain' }, branch('main'), ['plain']],
  ])('%j on %j', (rule, on, tags) => {
    expect(tagsOf([rule], on)).toEqual(tags);
  });

  test.each<[TagRule, string]>([
    ['edge', '{ edge: true }'],
    ['1.2', "{ raw: '1.2' }"],
    ['{verison}', '{version}'],
    ['{version', '{version}'],
    [{} as TagRule, 'branch, tag, request'],
  ])('%j is refused with a way out', (rule, hint) => {
    expect(() => tagsOf([rule], branch('main'))).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ fix: expect.stringContaining(hint) as string })],
      }),
    );
  });
});

describe('the GitLab flow of short SHA, slug, latest and tag', () => {
  const flow: readonly TagRule[] = ['shortSha', 'refSlug', 'commitTag', 'latest'];

  test('on a branch moves no latest', () => {
    expect(tagsOf(flow, branch('test/gitlab-ci'))).toEqual(['test-gitlab-ci', '3370e228']);
  });

  test('on a tag has the tag and latest', () => {
    expect(tagsOf(flow, tag('v0.2.27'))).toEqual(['v0.2.27', 'v0-2-27', '3370e228', 'latest']);
  });

  test('in a merge request takes the slug of the source branch', () => {
    const request = {
      CI_MERGE_REQUEST_IID: '7',
      CI_MERGE_REQUEST_SOURCE_BRANCH_NAME: 'Fix/It',
      CI_COMMIT_REF_NAME: 'x',
    };
    expect(tagsOf(['refSlug'], request)).toEqual(['fix-it']);
  });

  test('has latest on every branch when that is what is wanted', () => {
    expect(tagsOf(['shortSha', { raw: 'latest' }], branch('dev'))).toEqual(['latest', '3370e228']);
  });
});
