import { describe, expect, test } from 'vitest';
import type { Plugin } from '../model/plugin.ts';
import { flow, image, plugins, tool, written } from './reference.fixture.ts';

const { when: _, ...anywhere } = flow();
const github: Plugin = { name: 'a', ci: { forge: 'github' } };
const gitlab: Plugin = { name: 'b', ci: { forge: 'gitlab' } };

describe('the forge of a flow', () => {
  test('is what its `when` says, whatever its plugins and the repository are for', () => {
    const asked = flow({ when: { ci: 'gitlab' }, plugins: [...plugins, github] });
    expect(Object.keys(written([asked], { forge: 'github' }))).toContain('.gitlab-ci.yml');
  });

  test('is that of its plugins where it says nothing', () => {
    const asked = { ...anywhere, plugins: [...plugins, gitlab] };
    expect(Object.keys(written([asked], { forge: 'github' }))).toContain('.gitlab-ci.yml');
  });

  test('is that of the repository where nothing else tells', () => {
    expect(Object.keys(written([anywhere], { forge: 'gitlab' }))).toContain('.gitlab-ci.yml');
    expect(() => written([anywhere])).toThrow(/not known whether the flow cloud runs on GitHub or on GitLab/);
  });

  test('cannot be two', () => {
    expect(() => written([{ ...anywhere, plugins: [github, gitlab] }])).toThrow(/for github and for gitlab/);
  });

  test('may be another, and then there is nothing to write', () => {
    expect(() => written([flow({ when: { ci: 'other' } })])).toThrow(/another CI/);
    const both = [flow(), flow({ name: 'local', when: { ci: 'none' } })];
    expect(Object.keys(written(both))).toEqual(Object.keys(written([flow()])));
  });
});

describe('names', () => {
  test.each([
    ['of two images', [image, image]],
    ['of a job of the release itself', [{ ...tool, name: 'release' }]],
  ])('of jobs are not used twice: %s', (_, jobs) => {
    expect(() => written([flow({ plugins: [{ name: 'images', ci: { jobs } }] })])).toThrow(/would be called/);
  });

  test('of files are not used twice', () => {
    const twin: Plugin = { name: 'cli', ci: { starts: { hand: ['chart'] } }, publish: () => [] };
    expect(() => written([flow({ plugins: [...plugins, twin] })])).toThrow(/cli\.yml/);
  });
});

describe('Launchway is installed', () => {
  const install = (files: readonly string[]): string =>
    /- run: (.*(?:install|ci).*|\|-\n.*\n.*)/.exec(
      written([flow()], { files })['.github/workflows/publish.yml'] ?? '',
    )?.[1] ?? '';

  test.each([
    [['package.json', 'package-lock.json'], 'npm ci'],
    [['package.json', 'pnpm-lock.yaml'], 'pnpm install --frozen-lockfile'],
    [['package.json', 'yarn.lock'], 'yarn install --immutable'],
    [['package.json'], 'npm install --no-audit --no-fund'],
  ])('by the lock file that is there: %j', (files, command) => {
    expect(install(files)).toContain(command);
  });

  test('as the flow says', () => {
    const asked = flow({
      ci: {
        install: [
          ['./set up.sh', '--fast'],
          ['npm', 'ci'],
        ],
      },
    });
    expect(written([asked], { files: [] })['.github/workflows/publish.yml']).toContain(
      "'./set up.sh' --fast\n          npm ci",
    );
  });

  test('and cannot be where there is no package.json', () => {
    expect(() => written([flow()], { files: ['Chart.yaml'] })).toThrow(/no package\.json/);
  });
});
