import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, git, type PinOption, track } from '@launchway/core';

/** Launchway releases itself: every package is a track of its own, and moves when one that it depends on moves. */
const packages = readdirSync(new URL('packages', import.meta.url))
  .sort()
  .map(readPackage);

interface Package {
  readonly folder: string;
  readonly name: string;
  /** Folders of the packages of this repository that it depends on. */
  readonly needs: readonly string[];
}

function readPackage(folder: string): Package {
  const text = readFileSync(new URL(`packages/${folder}/package.json`, import.meta.url), 'utf8');
  const { name, dependencies = {} } = JSON.parse(text) as { name: string; dependencies?: object };
  const needs = Object.keys(dependencies).flatMap((key) => /^@launchway\/(.+)$/.exec(key)?.[1] ?? []);
  return { folder, name, needs };
}

/** The places that hold a package's version: its manifest and what depends on it. Its entry in the lockfile follows by itself. */
function pinsOf({ folder, name }: Package): readonly PinOption[] {
  const users = packages.filter(({ needs }) => needs.includes(folder)).map((user) => user.folder);
  return [
    `packages/${folder}/package.json`,
    ...users.flatMap((user): PinOption[] => [
      { file: `packages/${user}/package.json`, pointer: ['dependencies', name] },
      { file: 'package-lock.json', pointer: ['packages', `packages/${user}`, 'dependencies', name] },
    ]),
  ];
}

export default defineConfig({
  flows: {
    main: {
      when: { branch: 'main' },
      plugins: [
        git({ message: 'chore(release): new versions\n\nBump {changes}.' }),
        ...packages.map((one) =>
          track({
            name: one.folder,
            pins: pinsOf(one),
            paths: [
              `packages/${one.folder}/**`,
              '!**/*.test.ts',
              '!**/*.fixture.ts',
              '!**/{test,fixtures}/**',
            ],
            follows: one.needs,
            tag: { name: `${one.folder}-v{version}` },
          }),
        ),
      ],
    },
  },
});
