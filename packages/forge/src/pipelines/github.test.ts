import { describe, expect, test } from 'vitest';
import type { PushEvent } from './event.ts';
import { forecastGithub } from './github.ts';
import { treeOf } from './tree.fixture.ts';

const tag: PushEvent = { ref: { kind: 'tag', name: 'v1.2.3-rc.1' } };
const branch: PushEvent = { ref: { kind: 'branch', name: 'main' }, changed: ['charts/a/b.yaml'] };

const started = async (on: string, event: PushEvent) =>
  (await forecastGithub(treeOf({ '.github/workflows/x.yml': `on: ${on}\njobs: {}\n` }), event))?.starts;

describe('what a push starts on GitHub', () => {
  test.each([
    ['push', true, true],
    ['[push, pull_request]', true, true],
    ['pull_request', false, false],
    ['{ push: }', true, true],
    ['{ create: }', true, false],
    ["{ push: { tags: ['v*.*.*'] } }", true, false],
    ["{ push: { tags: ['v[0-9]+.[0-9]+.[0-9]+'] } }", false, false],
    ['{ push: { branches: [main] } }', false, true],
    ["{ push: { branches: [main], tags: ['v*'], paths: ['docs/**'] } }", true, false],
    ["{ push: { branches: [main], tags: ['v*'], paths: ['charts/**'] } }", true, true],
    ["{ push: { paths: ['charts/**', '!charts/a/**'] } }", true, false],
    ["{ push: { paths-ignore: ['charts/**'] } }", true, false],
    ["{ push: { tags-ignore: ['**-rc.*'] } }", false, false],
    ["{ push: { branches-ignore: ['rel/**'] } }", false, true],
    ["{ push: { tags: ['v*', '!v*-rc*'] } }", false, false],
  ])('%s: tag %s, branch %s', async (on, onTag, onBranch) => {
    expect([await started(on, tag), await started(on, branch)]).toEqual([onTag, onBranch]);
  });

  test.each(['[skip ci]', '[no ci]', '[skip actions]', '\n\nskip-checks: true'])(
    '%j starts nothing',
    async (words) => {
      expect(await started('push', { ...tag, message: `chore: x ${words}` })).toBe(false);
    },
  );

  test('only files in .github/workflows count, and broken ones are doubted', async () => {
    const forecast = await forecastGithub(
      treeOf({
        '.github/workflows/a.yaml': 'on: push',
        '.github/workflows/deep/b.yml': 'on: push',
        '.github/workflows/c.yml': 'on: [',
      }),
      tag,
    );
    expect(forecast).toEqual({
      starts: true,
      jobs: [{ name: 'a.yaml', manual: false }],
      unsure: ['.github/workflows/c.yml cannot be read'],
    });
  });
});
