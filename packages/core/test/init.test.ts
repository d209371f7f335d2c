import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type CommandFixture, commandFixture } from '../src/cli.fixture.ts';
import { type Shape, shapes } from './init-shapes.fixture.ts';

let repository: CommandFixture | undefined;
afterEach(() => repository?.remove());

function make({ files, tags = [], remote }: Pick<Shape, 'files' | 'tags' | 'remote'>): CommandFixture {
  repository = commandFixture(files);
  for (const tag of tags) repository.git('tag', tag);
  repository.write({ '.gitattributes': '# nothing\n' });
  repository.commit('chore: nothing to release');
  if (remote !== undefined) repository.git('remote', 'set-url', 'origin', remote);
  return repository;
}

interface Plan {
  readonly outcome: string;
  readonly tracks: Readonly<Record<string, { readonly current: string; readonly next: string | null }>>;
  readonly tags: readonly string[];
  readonly problems: readonly {
    readonly code: string;
    readonly severity: string;
    readonly message: string;
  }[];
}

const errorsOf = (json: string): readonly unknown[] =>
  (JSON.parse(json) as Plan).problems.filter(({ severity }) => severity === 'error');

describe('release init on a repository with', () => {
  it.each(Object.entries(shapes))('%s writes what plans at once', (_, shape) => {
    const { release, git, top, write, commit } = make(shape);
    const init = release(['init']);
    expect({ code: init.code, stderr: init.stderr }).toEqual({ code: 0, stderr: '' });
    const config = readFileSync(join(top, 'release.config.ts'), 'utf8');
    for (const words of shape.says ?? []) expect(config).toContain(words);
    const shown = init.stdout.replace(/\s+/g, ' ');
    for (const words of shape.told ?? []) expect(shown).toContain(words);
    for (const words of shape.never ?? []) expect(config + shown).not.toContain(words);

    // Nothing is asked of the forge: the remote is a folder again.
    git('remote', 'set-url', 'origin', join(top, 'node_modules/remote.git'));
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
    const doctor = release(['doctor', '--json']);
    expect(errorsOf(doctor.stdout)).toEqual([]);

    commit('ci: release by commits');
    write({ [shape.touch]: 'changed: 2\n' });
    commit(shape.message ?? 'fix: one thing');
    const plan = release(['plan', '--json']);
    expect(errorsOf(plan.stdout)).toEqual([]);
    const { tracks, tags } = JSON.parse(plan.stdout) as Plan;
    const versions = Object.entries(tracks).map(([name, { current, next }]) => [name, next ?? current]);
    expect(Object.fromEntries(versions)).toEqual(shape.next);
    expect([...tags].sort()).toEqual([...shape.due].sort());
  });

  it('nothing to release says so, and what would be needed', () => {
    const { release, top } = make({ files: { 'README.md': 'Nothing.\n', 'docs/a.md': 'a' } });
    const { code, stderr } = release(['init']);
    expect(code).toBe(2);
    expect(stderr).toContain('error INIT_NOTHING');
    expect(stderr).toContain('Commit a Chart.yaml');
    expect(existsSync(join(top, 'release.config.ts'))).toBe(false);
  });

  it('versions that are not strict names the files', () => {
    const { release } = make({
      files: {
        'Chart.yaml': 'apiVersion: v2\nname: shop\nversion: v1.2\n',
        'package.json': '{ "name": "a", "version": "1.2" }\n',
      },
    });
    const { code, stderr } = release(['init']);
    expect(code).toBe(2);
    expect(stderr).toContain('its version v1.2 is not strict SemVer');
    expect(stderr).toContain('The version 1.2 of package.json is not strict SemVer');
  });

  it('no commit refuses', () => {
    repository = commandFixture({});
    repository.git('update-ref', '-d', 'HEAD');
    const { code, stderr } = repository.release(['init']);
    expect(code).toBe(2);
    expect(stderr).toContain('error NO_COMMITS');
  });

  it.each(['release.config.ts', 'release.config.yaml', 'release.config.mjs'])(
    '%s leaves it alone',
    (name) => {
      const { release, write, top } = make({ files: { 'package.json': '{ "version": "1.0.0" }\n' } });
      write({ [name]: '// mine\n' });
      const { code, stderr } = release(['init']);
      expect(code).toBe(2);
      expect(stderr).toContain('error INIT_CONFIG_EXISTS');
      expect(stderr).toContain(name);
      expect(readFileSync(join(top, name), 'utf8')).toBe('// mine\n');
    },
  );

  it.each(['3.4.5', '1.1.0'])('files behind the tag of %s says how to let them catch up', (tagged) => {
    const { release, git, top, commit } = make({
      files: { 'package.json': '{ "name": "shop", "version": "1.0.0" }\n' },
      tags: [`v${tagged}`],
    });
    const catchUp = `release bump --shop=${tagged} --no-push`;
    expect(release(['init']).stdout.replace(/\s+/g, ' ')).toContain(catchUp);
    commit('feat: releases by commits');
    const { problems } = JSON.parse(release(['plan', '--json']).stdout) as Plan;
    expect(problems).toEqual([
      expect.objectContaining({
        code: 'VERSION_BEHIND_TAG',
        severity: 'warning',
        message: `shop would be 1.1.0, and this history holds the tag v${tagged} already: the files say 1.0.0.`,
        fix: expect.stringContaining(catchUp),
      }),
    ]);
    expect(release(['bump', `--shop=${tagged}`, '--no-push']).code).toBe(0);
    expect(readFileSync(join(top, 'package.json'), 'utf8')).toContain(tagged);
    expect(git('tag')).toBe(`v${tagged}`);
  });
});

describe('release init', () => {
  const files = { 'package.json': '{ "name": "shop", "version": "1.0.0" }\n', 'sub/a': '1' };

  it('writes nothing with --dry-run, and shows what it would', () => {
    const { release, top, git } = make({ files });
    const { code, stdout } = release(['init', '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "track({ name: 'shop', pins: ['package.json'], paths: ['**'], tag: { name: 'v{version}' } }),",
    );
    expect(existsSync(join(top, 'release.config.ts'))).toBe(false);
    expect(git('status', '--porcelain')).toBe('');
  });

  it.each([
    [['yarn.lock'], 'yarn add --dev @launchway/core'],
    [['yarn.lock', 'package-lock.json'], 'npm install --save-dev @launchway/core'],
    [['pnpm-lock.yaml'], 'pnpm add --save-dev @launchway/core'],
    [['pnpm-lock.yaml', 'pnpm-workspace.yaml'], 'pnpm add --save-dev --workspace-root @launchway/core'],
  ])('names the command that adds packages where there is %j', (locks, command) => {
    const { release } = make({ files: { ...files, ...Object.fromEntries(locks.map((name) => [name, ''])) } });
    expect(release(['init', '--dry-run']).stdout).toContain(`  ${command} `);
  });

  it('tells machines what it decided, the same each time', () => {
    const { release } = make({ files });
    const first = release(['init', '--dry-run', '--json']).stdout;
    expect(JSON.parse(first)).toMatchObject({
      schema: 1,
      written: false,
      files: [{ path: 'release.config.ts', content: expect.stringContaining('defineConfig') }],
      next: expect.arrayContaining(['npm install --save-dev @launchway/core @launchway/sandbox']),
    });
    expect(release(['init', '--dry-run', '--json']).stdout).toBe(first);
  });

  it('writes at the top from a folder below, and another name when told', () => {
    const { release, top } = make({ files });
    expect(release(['init', '--cwd', 'sub', '--config', 'ours.config.mts']).code).toBe(0);
    expect(existsSync(join(top, 'ours.config.mts'))).toBe(true);
    expect(release(['init', '--config', 'a.yaml']).stderr).toContain('error INIT_PLACE');
  });

  it('writes the pipelines with --ci, those that are there left alone', () => {
    const { release, git, top, write } = make({ files, remote: 'git@github.com:acme/shop.git' });
    expect(release(['init', '--ci']).code).toBe(0);
    const written = git('ls-files', '--others', '--exclude-standard').split('\n');
    expect(written).toContain('release.config.ts');
    const [workflow = ''] = written.filter((path) => path.startsWith('.github/workflows/'));
    expect(readFileSync(join(top, workflow), 'utf8')).toContain('npx --no-install release');
    expect(release(['ci', '--check']).code).toBe(0);

    git('clean', '--quiet', '--force', 'release.config.ts');
    write({ [workflow]: '# mine\n' });
    const again = release(['init', '--ci']);
    expect(again.stdout.replace(/\s+/g, ' ')).toContain(`${workflow} is there already`);
    expect(readFileSync(join(top, workflow), 'utf8')).toBe('# mine\n');
  });

  it('leaves the pipelines for later where they cannot be made yet, and says why', () => {
    const { release } = make({ files: { 'go.mod': 'module a\n' }, remote: 'git@github.com:acme/tool.git' });
    const { code, stdout } = release(['init', '--ci']);
    expect(code).toBe(0);
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'The pipelines are not written yet: There is no package.json',
    );
  });

  it('takes a version that no file holds yet from the tags, and the release makes the file', () => {
    const { release, git } = make({ files: { 'go.mod': 'module a\n' }, tags: ['v1.4.0'] });
    git('push', '--quiet', '--set-upstream', 'origin', 'main');
    expect(release(['init']).code).toBe(0);
    git('add', '--all');
    git('commit', '--quiet', '--message', 'feat: releases');
    expect(release(['--yes', '--only', 'git']).code).toBe(0);
    expect(git('show', 'origin/main:version.json')).toBe('{\n  "version": "1.5.0"\n}');
    expect(git('ls-remote', '--tags', 'origin')).toContain('refs/tags/v1.5.0');
  });
});
