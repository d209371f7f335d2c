import { afterEach, beforeEach, expect, test } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';

const config = `
import { defineConfig, track } from '@launchway/core'
const wall = { file: 'wall.yaml', pointer: 'menu.shown', form: 'no. {version}' }
const menu = track({ name: 'menu', pins: ['menu.json', wall], paths: ['dishes/**'], tag: { name: 'menu-{version}' } })
export default defineConfig({ flows: { kitchen: { plugins: [menu] } } })
`;

const versions = (card: string, wall: string) => ({
  'menu.json': `{ "version": "${card}" }\n`,
  'wall.yaml': `menu:\n  shown: no. ${wall}\n`,
});

let kitchen: CommandFixture;
beforeEach(() => {
  kitchen = commandFixture({ 'release.config.ts': config, ...versions('2.7.1', '2.7.1') });
});
afterEach(() => kitchen.remove());

const change = (message: string, files: Readonly<Record<string, string>>): void => {
  kitchen.write(files);
  kitchen.commit(message);
};

const said = (...args: readonly string[]) => {
  const { code, stdout } = kitchen.release([...args, '--json']);
  const { outcome, problems } = JSON.parse(stdout) as { outcome?: string; problems: readonly object[] };
  return { code, outcome, problems };
};

test('a release by hand that left a pin at the version before is told, wherever it is looked at', () => {
  change('feat: soup', { 'dishes/soup': 'Leek.', ...versions('2.8.0', '2.7.1') });
  const problem = {
    code: 'PINS_DIFFER',
    severity: 'warning',
    message: 'wall.yaml says menu 2.7.1, but the release is of 2.8.0.',
    fix: 'Run `npx --no-install release bump --menu=patch --no-commit`, which moves all of them on, and release that; or write no. 2.8.0 into it for the next release.',
    where: { file: 'wall.yaml' },
  };
  for (const args of [['plan'], ['doctor'], ['--dry-run'], ['--yes']])
    expect(said(...args)).toMatchObject({ code: 0, problems: [problem] });
});

test('a release by hand of all pins has nothing against it', () => {
  change('feat: soup', { 'dishes/soup': 'Leek.', ...versions('2.8.0', '2.8.0') });
  expect(said('plan')).toEqual({ code: 0, outcome: 'resume', problems: [] });
});

test('a pin that is ahead is not set back, and the release goes on from it as the fix says', () => {
  change('chore: the menu and the wall are one', versions('2.7.1', '3.1.0'));
  change('fix: stew', { 'dishes/stew': 'Beef.' });
  const fix =
    'Where 3.1.0 is right, go on from there: `npx --no-install release bump --menu=3.1.0 --no-push`. Else write 2.7.1 into wall.yaml and commit it.';
  const problem = {
    code: 'PINS_DIFFER',
    severity: 'error',
    message: 'wall.yaml says menu 3.1.0, but its version is 2.7.1. This release would set it back to 2.7.2.',
    fix,
    where: { file: 'wall.yaml', line: 2 },
  };
  for (const args of [['--dry-run'], ['--yes']])
    expect(said(...args)).toMatchObject({ code: 2, problems: [problem] });
  expect(said('plan')).toMatchObject({ problems: [problem] });

  expect(kitchen.release(['bump', '--menu=3.1.0', '--no-push']).code).toBe(0);
  expect(said('plan')).toMatchObject({ code: 0, problems: [] });
  change('fix: pie', { 'dishes/pie': 'Apple.' });
  expect(said('--yes')).toMatchObject({ code: 0, outcome: 'released', problems: [] });
  expect(kitchen.git('show', 'HEAD:wall.yaml')).toContain('no. 3.1.1');
});

test('a placeholder where the version was kept in tags alone is no other version', () => {
  change('ci: the version is kept in the files', {
    'release.config.ts': config.replace("paths: ['dishes/**']", "initial: '2.7.1', paths: ['dishes/**']"),
    ...versions('0.0.0-semantically-released', '0.0.0-semantically-released'),
  });
  kitchen.git('tag', 'menu-2.7.1');
  change('fix: stew', { 'dishes/stew': 'Beef.' });
  expect(said('plan')).toEqual({ code: 0, outcome: 'release', problems: [] });
});
