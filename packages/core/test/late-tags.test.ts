import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';

/** Publishes a version as a file of that name; what changes under `wine/` alone calls for no tag. */
const config = `
import { defineConfig, exec, track } from '@launchway/core'
const shelf = (script) => ['node', '-e', 'const fs = require("fs"), file = process.argv[1];' + script, process.env.SHELF + '/{version:menu}']
export default defineConfig({
  flows: {
    kitchen: {
      plugins: [
        track({
          name: 'menu',
          pins: ['menu.json'],
          paths: ['dishes/**', 'wine/**'],
          tag: { name: 'menu-{version}', when: ['dishes/**'] },
        }),
        exec({
          name: 'shelf',
          run: shelf('fs.writeFileSync(file, "")'),
          done: shelf('process.exit(fs.existsSync(file) ? 0 : 1)'),
        }),
      ],
    },
  },
})
`;

let kitchen: CommandFixture;
beforeEach(() => {
  kitchen = commandFixture({ 'release.config.ts': config, 'menu.json': '{ "version": "2.7.1" }\n' });
});
afterEach(() => kitchen.remove());

const cook = (file: string): void => {
  kitchen.write({ [file]: file });
  kitchen.commit(`feat: ${file}`);
};

const pushed = (tag: string): void => {
  kitchen.git('tag', '--annotate', tag, '--message', `Release ${tag}`);
  kitchen.git('push', '--quiet', 'origin', 'main', tag);
};

const publish = (...args: readonly string[]) => {
  const SHELF = join(kitchen.top, 'node_modules');
  const { code, stdout } = kitchen.release(['publish', ...args, '--json'], { SHELF });
  return { code, report: JSON.parse(stdout) as object };
};

const isOnShelf = (version: string): boolean => existsSync(join(kitchen.top, 'node_modules', version));

test('a tag on a merge after the bump publishes the version that the bump set', () => {
  kitchen.git('checkout', '--quiet', '-b', 'stews');
  cook('dishes/stew');
  kitchen.git('checkout', '--quiet', 'main');
  cook('dishes/soup');
  kitchen.release(['bump', '--menu=2.8.0']);
  kitchen.git('merge', '--quiet', '--no-edit', 'stews');
  pushed('menu-2.8.0');

  const commit = kitchen.git('rev-parse', 'HEAD');
  const { code, report } = publish('menu-2.8.0');
  expect(report).toMatchObject({
    outcome: 'resumed',
    commit,
    versions: { menu: '2.8.0' },
    tags: ['menu-2.8.0'],
  });
  expect({ code, isOnShelf: isOnShelf('2.8.0') }).toEqual({ code: 0, isOnShelf: true });
  expect(publish('menu-2.8.0').report).toMatchObject({ outcome: 'complete' });
});

test('a tag that no path calls for counts where somebody has set it', () => {
  cook('dishes/soup');
  kitchen.release(['bump', '--menu=2.8.0', '--tag']);
  cook('wine/red');
  kitchen.release(['bump', '--menu=2.9.0', '--tag']);
  expect(publish('menu-2.9.0').report).toMatchObject({ outcome: 'resumed', tags: ['menu-2.9.0'] });
});

test('the tags of two versions that were set one after the other publish both', () => {
  kitchen.write({
    'release.config.ts': config.replace(
      '        exec({',
      "        track({ name: 'wine', pins: ['wine.json'], paths: ['cellar/**'], tag: { name: 'wine-{version}' } }),\n        exec({",
    ),
    'wine.json': '{ "version": "0.3.0" }\n',
  });
  kitchen.commit('chore: keep wine');
  kitchen.release(['bump', '--wine=0.4.0']);
  cook('dishes/soup');
  kitchen.release(['bump', '--menu=2.8.0']);
  pushed('menu-2.8.0');
  pushed('wine-0.4.0');
  expect(publish('wine-0.4.0').report).toMatchObject({
    outcome: 'resumed',
    versions: { menu: '2.8.0', wine: '0.4.0' },
    tags: ['menu-2.8.0', 'wine-0.4.0'],
  });
});

test('a commit that only writes its version in another way is no release', () => {
  kitchen.write({
    'release.config.ts': config.replace("['menu.json']", "[{ file: 'menu.json', form: 'v{version}' }]"),
    'menu.json': '{ "version": "v2.7.1" }\n',
  });
  kitchen.commit('chore: as the cook writes it');
  const { code, stdout } = kitchen.release(['plan', '--json']);
  expect({ code, plan: JSON.parse(stdout) }).toMatchObject({ code: 0, plan: { outcome: 'nothing' } });
});

test('a tag on the first commit is the tag of a release', () => {
  pushed('menu-2.7.1');
  expect(publish('menu-2.7.1').report).toMatchObject({ outcome: 'resumed', tags: ['menu-2.7.1'] });
  expect(isOnShelf('2.7.1')).toBe(true);
});

test('the first commit as a release has all that it brings in its notes, and the same ones again once it has its tag', () => {
  kitchen.write({ 'dishes/soup': 'leek' });
  kitchen.git('add', '--all');
  kitchen.git('commit', '--quiet', '--amend', '--message', 'feat: a soup');
  kitchen.git('remote', 'add', 'forge', 'https://github.com/ada/menu.git');
  kitchen.git('config', 'branch.main.remote', 'forge');
  const plan = () => JSON.parse(kitchen.release(['plan', '--json']).stdout) as { notes: object };
  const before = plan();
  expect(before.notes).toEqual({
    menu: `## 2.7.1

### Features

- a soup ([${kitchen.git('rev-parse', '--short=7', 'HEAD')}](https://github.com/ada/menu/commit/${kitchen.git('rev-parse', 'HEAD')}))`,
  });
  kitchen.git('tag', 'menu-2.7.1');
  expect(plan()).toEqual(before);
});

test.each([1, 2])('a clone of depth %i, which hides what the version was before, is refused', (depth) => {
  kitchen.release(['bump', '--menu=2.8.0']);
  cook('dishes/soup');
  pushed('menu-2.8.0');
  kitchen.git('fetch', '--quiet', `--depth=${depth}`, 'origin', 'main');
  kitchen.git('reflog', 'expire', '--expire=now', '--all');
  expect(publish('menu-2.8.0')).toMatchObject({
    code: 2,
    report: {
      problems: [
        {
          code: 'SHALLOW_CLONE',
          message: 'The clone is shallow, and the history before menu 2.8.0 is cut off.',
        },
      ],
    },
  });
  expect(isOnShelf('2.8.0')).toBe(false);
});

test('a commit that is no release publishes nothing, and is not pushed', () => {
  kitchen.git('push', '--quiet', 'origin', 'main');
  const before = kitchen.git('ls-remote', 'origin');
  cook('dishes/soup');
  expect(publish()).toMatchObject({ code: 0, report: { outcome: 'nothing', steps: [] } });
  expect(kitchen.git('ls-remote', 'origin')).toBe(before);
});

test('a tag that says another version than the files is refused', () => {
  cook('dishes/soup');
  pushed('menu-3.0.0');
  expect(publish('menu-3.0.0')).toMatchObject({
    code: 2,
    report: {
      problems: [
        {
          code: 'RELEASE_NOT_FOUND',
          message: `menu-3.0.0 is no release: the files of ${kitchen.git('rev-parse', '--short=7', 'HEAD')} say menu 2.7.1, which neither that commit nor a tag on it has released.`,
        },
      ],
    },
  });
  expect(isOnShelf('2.7.1')).toBe(false);
});

test('a tag of another version is refused, though its commit is a release', () => {
  cook('dishes/soup');
  kitchen.release(['bump', '--menu=2.8.0']);
  pushed('menu-3.0.0');
  expect(publish('menu-3.0.0')).toMatchObject({
    code: 2,
    report: {
      problems: [
        {
          code: 'RELEASE_NOT_FOUND',
          message: `menu-3.0.0 is a tag of menu 3.0.0, and the files of ${kitchen.git('rev-parse', '--short=7', 'HEAD')} say menu 2.8.0.`,
        },
      ],
    },
  });
  expect(isOnShelf('2.8.0')).toBe(false);
});

test('files that are behind a tag catch up as they are told to, and hear no more of it', () => {
  cook('dishes/soup');
  pushed('menu-2.8.0');
  const { stderr } = kitchen.release(['plan']);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain('release bump --menu=2.8.0 --no-push');
  expect(kitchen.release(['bump', '--menu=2.8.0', '--no-push'])).toMatchObject({ code: 0, stderr: '' });
  kitchen.git('push', '--quiet', 'origin', 'main');
  expect(kitchen.release(['--yes'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Nothing to release/),
  });
  cook('dishes/stew');
  expect(kitchen.release(['plan'])).toMatchObject({ code: 0, stderr: '' });
});

test('a version whose file is given another name after its tag is not released again', () => {
  pushed('menu-2.7.1');
  kitchen.git('mv', 'menu.json', 'card.json');
  kitchen.write({ 'release.config.ts': config.replace('menu.json', 'card.json') });
  kitchen.commit('refactor: a card');
  for (const args of [['plan'], ['--dry-run'], ['--yes']]) {
    const { code, stdout } = kitchen.release([...args, '--json']);
    expect({ code, ...(JSON.parse(stdout) as object) }).toMatchObject({ code: 0, outcome: 'nothing' });
  }
});
