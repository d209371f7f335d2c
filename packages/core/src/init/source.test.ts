import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote, sourceOf } from './source.ts';

const read = (literal: string): unknown => runInContext(literal, createContext({}));

describe('a text in the configuration', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    [`both ' and "`, `'both \\' and "'`],
    ['${process.exit()} `x`', "'${process.exit()} `x`'"],
    ['a\\', "'a\\\\'"],
    ['two\nlines\r\u2028', "'two\\nlines\\r\\u2028'"],
    ['\u202Eback', "'\\u202eback'"],
    ['日本語 é', "'日本語 é'"],
  ])('of %j is written %s', (text, literal) => {
    expect(quote(text)).toBe(literal);
    expect(read(literal)).toBe(text);
  });

  it('reads back as it was, on one line, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quote(text)).not.toMatch(/[\n\r\u2028\u2029]/);
        expect(read(quote(text))).toBe(text);
      }),
    );
  });
});

it('writes imports, comments, calls on one line and calls on several', () => {
  const source = sourceOf({
    branches: ['main', 'release/*'],
    zeroMajor: 'semver',
    shared: [
      {
        package: '@launchway/plugin-chart',
        name: 'chart',
        options: {
          chart: 'charts/shop',
          release: {
            with: ['package.json'],
            paths: ['apps/**', 'plugins/**'],
            tag: { name: 'shop-{version}', when: ['apps/**', 'plugins/**'] },
          },
          app: undefined,
        },
        remarks: ['Two\nlines */ become one.'],
      },
    ],
    flows: [
      {
        name: 'git-lab',
        plugins: [
          {
            package: '@launchway/plugin-docker',
            name: 'docker',
            options: { build: {} },
            spread: { package: '@launchway/plugin-gitlab', name: 'gitlabImage' },
          },
          { package: '@launchway/plugin-jsr', name: 'jsr', options: { package: 'a' }, isOff: true },
        ],
      },
    ],
  });
  expect(source).toBe(`import { defineConfig } from '@launchway/core';
import { chart } from '@launchway/plugin-chart';
import { docker } from '@launchway/plugin-docker';
import { gitlabImage } from '@launchway/plugin-gitlab';

export default defineConfig({
  flows: {
    'git-lab': {
      when: { branch: ['main', 'release/*'] },
      zeroMajor: 'semver',
      plugins: [
        // Two lines */ become one.
        chart({
          chart: 'charts/shop',
          release: {
            with: ['package.json'],
            paths: ['apps/**', 'plugins/**'],
            tag: { name: 'shop-{version}', when: ['apps/**', 'plugins/**'] },
          },
        }),
        docker({ ...gitlabImage(), build: {} }),
        // jsr({ package: 'a' }),
      ],
    },
  },
});
`);
});

it('writes what two flows have in common once', () => {
  const source = sourceOf({
    branches: ['next'],
    shared: [{ package: '@launchway/plugin-chart', name: 'chart', options: { chart: '.' } }],
    flows: [
      { name: 'github', plugins: [{ package: '@launchway/plugin-github', name: 'github' }] },
      { name: 'gitlab', ci: 'gitlab', plugins: [{ package: '@launchway/plugin-gitlab', name: 'gitlab' }] },
    ],
  });
  expect(source.replace(/^import .*\n/gm, '')).toBe(`
/** What decides the versions, the same in every flow. */
const versions = () => [
  chart({ chart: '.' }),
];

export default defineConfig({
  flows: {
    github: {
      when: { branch: 'next' },
      plugins: [
        ...versions(),
        github(),
      ],
    },
    gitlab: {
      when: { branch: 'next', ci: 'gitlab' },
      plugins: [
        ...versions(),
        gitlab(),
      ],
    },
  },
});
`);
});
