import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';
import { kitchenConfig, kitchenFiles } from './kitchen.fixture.ts';

let kitchen: CommandFixture;
beforeEach(() => {
  kitchen = commandFixture(kitchenFiles);
});
afterEach(() => kitchen.remove());

interface Status {
  readonly versions: object;
  readonly targets: readonly { readonly title: string; readonly state: string }[];
  readonly command: readonly string[] | null;
}

const status = (): Status => JSON.parse(kitchen.release(['status', '--json']).stdout) as Status;

const cook = (dish: string, more: Readonly<Record<string, string>> = {}): void => {
  kitchen.write({ [`dishes/${dish}`]: dish, ...more });
  kitchen.commit(`feat: ${dish}`);
};

test('a release whose tag was forgotten, deleted or renamed is completed by the very command that status names', () => {
  cook('soup');
  kitchen.release(['bump', '--menu=2.8.0']);
  const completed = (tag: string): void => {
    const { command } = status();
    expect(command?.slice(0, 2)).toEqual(['release', 'publish']);
    expect(kitchen.release(command?.slice(1) ?? [])).toMatchObject({ code: 0 });
    expect(kitchen.git('ls-remote', '--tags', 'origin')).toContain(`refs/tags/${tag}`);
    expect(status().command).toBeNull();
  };
  completed('menu-2.8.0');

  kitchen.git('push', '--quiet', 'origin', ':refs/tags/menu-2.8.0');
  kitchen.git('tag', '--delete', 'menu-2.8.0');
  completed('menu-2.8.0');

  kitchen.write({ 'release.config.ts': kitchenConfig.replace('menu-{version}', 'card-{version}') });
  kitchen.commit('chore: tags of a card');
  completed('card-2.8.0');
});

test('the last release is looked at where somebody has made it with a commit of his own', () => {
  cook('soup', { 'menu.json': '{ "version": "2.8.0" }\n' });
  kitchen.write({ 'readme.txt': 'Open at noon.' });
  kitchen.commit('docs: opening hours');
  const commit = kitchen.git('rev-parse', 'HEAD~1').slice(0, 12);
  expect(status()).toMatchObject({
    versions: { menu: '2.8.0' },
    targets: [{ title: 'push main, menu-2.8.0 to origin', state: 'missing' }],
    command: ['release', 'publish', commit, '--flow', 'kitchen'],
  });
});

test('the version that the first commit brings is a release where it has its tag', () => {
  kitchen.git('tag', 'menu-2.7.1');
  cook('soup');
  expect(status()).toMatchObject({ versions: { menu: '2.7.1' } });
});
