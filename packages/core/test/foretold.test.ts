import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';
import { kitchenConfig, kitchenFiles } from './kitchen.fixture.ts';

let kitchen: CommandFixture;
beforeEach(() => {
  kitchen = commandFixture(kitchenFiles);
  kitchen.git('push', '--quiet', '--set-upstream', 'origin', 'main');
  kitchen.write({ 'dishes/soup': 'Leek.' });
  kitchen.commit('feat: soup');
});
afterEach(() => kitchen.remove());

/** What a dry run, the doctor and a run say one after the other. */
function asked({ run = true } = {}): {
  readonly dry: object;
  readonly doctor: object;
  readonly run?: object;
} {
  const said = (...args: readonly string[]): object => {
    const { code, stdout } = kitchen.release([...args, '--json']);
    const { outcome, problems } = JSON.parse(stdout) as { outcome?: string; problems: { code: string }[] };
    return { code, outcome, problems: problems.map((problem) => problem.code) };
  };
  return { dry: said('--dry-run'), doctor: said('doctor'), ...(run && { run: said('--yes') }) };
}

const complete = { code: 0, outcome: 'complete', problems: [] };
const sound = { code: 0, problems: [] };

it('a release that is complete has nothing against it, in a clone that holds it and in one that is behind', () => {
  expect(asked()).toEqual({
    dry: { code: 0, outcome: 'planned', problems: [] },
    doctor: sound,
    run: { code: 0, outcome: 'released', problems: [] },
  });
  expect(asked()).toEqual({ dry: complete, doctor: sound, run: complete });
  kitchen.git('reset', '--quiet', '--hard', 'HEAD~1');
  const { code, stdout } = kitchen.release(['status']);
  expect([code, stdout]).toEqual([0, expect.stringContaining('The release of menu 2.8.0 is complete.')]);
  expect(asked()).toEqual({ dry: complete, doctor: sound, run: complete });
});

it.each([
  ['whole', []],
  ['partial', ['promisor=true', 'partialclonefilter=blob:none']],
])('is found in a %s clone that has never seen it, and nothing of that is kept there', (_, settings) => {
  kitchen.git('-C', 'node_modules/remote.git', 'config', 'uploadpack.allowFilter', 'true');
  for (const setting of settings) kitchen.git('config', ...`remote.origin.${setting}`.split('='));
  expect(asked().run).toMatchObject({ outcome: 'released' });
  kitchen.git('reset', '--quiet', '--hard', 'HEAD~1');
  kitchen.git('tag', '--delete', 'menu-2.8.0');
  kitchen.git('update-ref', '-d', 'refs/remotes/origin/main');
  kitchen.git('reflog', 'expire', '--expire=now', '--all');
  kitchen.git('gc', '--quiet', '--prune=now');
  const objects = (): string => kitchen.git('cat-file', '--batch-check', '--batch-all-objects');
  const before = objects();
  const status = kitchen.release(['status']).stdout;
  expect(status).toContain('The release of menu 2.8.0 is complete.');
  const { dry, doctor } = asked({ run: false });
  expect(objects()).toBe(before);
  expect([dry, doctor, asked().run]).toEqual([complete, sound, complete]);
});

it('where nothing is due, a dry run foretells that the last release will be completed', () => {
  expect(asked().run).toMatchObject({ outcome: 'released' });
  kitchen.write({ 'README.md': 'Leek and more.' });
  kitchen.commit('docs: what there is');
  kitchen.git('push', '--quiet', 'origin', ':refs/tags/menu-2.8.0');
  expect(asked()).toEqual({
    dry: { code: 0, outcome: 'planned', problems: [] },
    doctor: sound,
    run: { code: 0, outcome: 'resumed', problems: [] },
  });
});

it('a commit that another release has overtaken is refused alike, and no tag of that release is called a mistake', () => {
  kitchen.git('push', '--quiet', 'origin', 'main');
  const head = kitchen.git('rev-parse', 'HEAD');
  kitchen.write({ 'dishes/stew': 'Leek and more.' });
  kitchen.commit('feat: stew');
  kitchen.git('push', '--quiet', 'origin', 'HEAD:main', 'HEAD:refs/tags/menu-2.8.0');
  kitchen.git('reset', '--quiet', '--hard', head);
  expect(asked()).toEqual({
    dry: { code: 3, outcome: 'planned', problems: ['LOST_RACE'] },
    doctor: { code: 2, problems: ['LOST_RACE'] },
    run: { code: 3, outcome: 'lost', problems: ['BRANCH_MOVED'] },
  });
});

/** The configuration with notes that are put into a file. */
const withChangelog = (file: string): string =>
  kitchenConfig
    .replace('track }', 'notes, track }')
    .replace('[menu] }', `[menu, notes({ changelog: '${file}' })] }`);

it.each(['link', 'link/news.md', 'dishes', '.git/news.md'])(
  'a changelog at %s, which is no file, is refused alike',
  (changelog) => {
    kitchen.write({ 'release.config.ts': withChangelog(changelog) });
    symlinkSync('dishes', join(kitchen.top, 'link'));
    kitchen.commit('chore: a log');
    expect(asked()).toEqual({
      dry: { code: 2, outcome: 'planned', problems: ['COMMIT_NOT_A_FILE'] },
      doctor: { code: 2, problems: ['COMMIT_NOT_A_FILE'] },
      run: { code: 2, outcome: 'refused', problems: ['COMMIT_NOT_A_FILE'] },
    });
    expect(kitchen.git('ls-remote', 'origin', 'refs/tags/*')).toBe('');
  },
);

it('a machine that knows nobody who could commit is refused alike, in words of git', () => {
  kitchen.git('config', '--unset', 'user.email');
  const { dry, doctor, run } = asked();
  expect([dry, doctor, run]).toMatchObject(
    ['planned', undefined, 'refused'].map((outcome) => ({ outcome, problems: ['GIT_IDENTITY_MISSING'] })),
  );
  expect(kitchen.release(['doctor']).stderr).toMatch(/no email was given/);
  expect(kitchen.release(['--dry-run', '--json'], { CI: 'true' }).code).toBe(0);
});

it('paths of the configuration may begin with a dot', () => {
  const dotted = withChangelog('./news.md')
    .replace("'menu.json'", "'./menu.json'")
    .replace("'dishes/**'", "'./dishes/**'");
  kitchen.write({ 'release.config.ts': dotted });
  kitchen.commit('ci: dots');
  expect(asked()).toMatchObject({ dry: { code: 0 }, run: { outcome: 'released' } });
  expect(kitchen.git('show', '--format=', '--name-only', 'origin/main')).toBe('menu.json\nnews.md');
  expect(kitchen.git('show', 'menu-2.8.0:menu.json')).toBe('{ "version": "2.8.0" }');
});

it.each(['../news.md', '/news.md'])(
  'a changelog at %s, outside the repository, is refused by its name',
  (changelog) => {
    kitchen.write({ 'release.config.ts': withChangelog(changelog) });
    kitchen.commit('ci: a log');
    const { code, stderr } = kitchen.release(['plan']);
    expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([
      2,
      expect.stringMatching(
        /^error CONFIG_INVALID \S+, \S+changelog It must be a path inside the repository, .* "\S*\/news\.md"/,
      ),
    ]);
  },
);

it('a changelog in the file of a version is refused, for no version would be left in it', () => {
  kitchen.write({ 'release.config.ts': withChangelog('./menu.json') });
  kitchen.commit('ci: a log');
  const { code, stderr } = kitchen.release(['--yes']);
  expect([code, stderr.replace(/\s+/g, ' ')]).toEqual([2, expect.stringContaining('PIN_OVERWRITTEN')]);
  expect(kitchen.git('ls-remote', 'origin', 'refs/tags/*')).toBe('');
});

it('what a step and its target both say against a release by hand is said once', () => {
  kitchen.git(
    'tag',
    'menu-2.8.0',
    kitchen.git('commit-tree', 'HEAD^{tree}', '-p', 'HEAD', '-m', 'fix: elsewhere'),
  );
  kitchen.git('push', '--quiet', 'origin', 'main', 'menu-2.8.0');
  kitchen.release(['bump', '--menu=2.8.0', '--no-push']);
  const refused = { code: 2, problems: ['TAG_ELSEWHERE'] };
  expect(asked()).toMatchObject({ dry: refused, run: { ...refused, outcome: 'refused' } });
});
