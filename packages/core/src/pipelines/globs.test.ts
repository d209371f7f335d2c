import { describe, expect, test } from 'vitest';
import { githubFilters, githubPaths, githubTags, gitlabChanges, gitlabNames, gitlabTags } from './globs.ts';

describe('globs on GitHub', () => {
  test.each([
    [
      ['charts/**', 'plugins/*/manifest.yaml'],
      ['charts/**', 'plugins/*/manifest.yaml'],
    ],
    [
      ['release/{1,2}.x', './docs/**'],
      ['release/1.x', 'release/2.x', 'docs/**'],
    ],
    [['{a,b}/{c,d}'], ['a/c', 'a/d', 'b/c', 'b/d']],
    [
      ['src/**', '!src/**/*.md'],
      ['src/**', '!src/**/*.md'],
    ],
    [
      ['!release/1.x', 'release/*'],
      ['release/*', '!release/1.x'],
    ],
    [['!next'], ['**', '!next']],
    [['c++/**'], [String.raw`c\+\+/**`]],
  ])('%j are %j', (globs, filters) => {
    expect(githubFilters(globs)).toEqual(filters);
  });

  test('of paths name what lies in a folder too, as those of tracks do', () => {
    expect(githubPaths(['cmd', './lib/', 'go.*', '!cmd/docs'])).toEqual([
      'cmd',
      'cmd/**',
      'lib/**',
      'go.*',
      '!cmd/docs',
      '!cmd/docs/**',
    ]);
  });

  test.each(['v?.x', '!(a|b)', 'v{1..3}', '[abc]'])('cannot say %j', (glob) => {
    expect(() => githubFilters([glob])).toThrow(/cannot be said in a pipeline/);
  });

  test.each([
    ['v{version}', 'v*.*.*'],
    ['tool+x-{version}', String.raw`tool\+x-*.*.*`],
  ])('the tags of %j are %j', (template, filter) => {
    expect(githubTags([template])).toEqual([filter]);
  });
});

describe('globs on GitLab', () => {
  test.each([
    ['charts/**', 'charts/**/*'],
    ['**', '**/*'],
    ['charts/*', 'charts/*'],
    ['charts/**/*.yaml', 'charts/**/*.yaml'],
  ])('%j is %j among changes', (glob, changes) => {
    expect(gitlabChanges([glob])).toEqual([changes]);
  });

  test('name what lies in a folder too, as those of tracks do', () => {
    expect(gitlabChanges(['cmd', './lib/'])).toEqual(['cmd', 'cmd/**/*', 'lib/**/*']);
  });

  test('cannot take paths away', () => {
    expect(() => gitlabChanges(['!charts/**'])).toThrow(/cannot be said in a pipeline/);
  });

  test.each([
    ['main', '$REF == "main"'],
    ['release/*', String.raw`$REF =~ /^release\/[^\/]*$/`],
    ['**/x.y', String.raw`$REF =~ /^(.+\/)?x\.y$/`],
    ['hot/**', String.raw`$REF =~ /^hot\/.*$/`],
  ])('the branch %j is %s', (glob, expression) => {
    expect(gitlabNames('REF', [glob])).toEqual([expression]);
  });

  test.each([
    [
      ['release/*', '!release/1.x', '!**/old'],
      [String.raw`$REF =~ /^release\/[^\/]*$/ && $REF != "release/1.x" && $REF !~ /^(.+\/)?old$/`],
    ],
    [['!next'], ['$REF && $REF != "next"']],
  ])('the branches %j are %j', (globs, expressions) => {
    expect(gitlabNames('REF', globs)).toEqual(expressions);
  });

  test('the tags of a template are told from others', () => {
    expect(gitlabTags(['tool.x/{version}'])).toEqual([
      String.raw`$CI_COMMIT_TAG =~ /^tool\.x\/\d+\.\d+\.\d+.*$/`,
    ]);
  });
});
