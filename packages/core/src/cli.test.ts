import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandFixture, commandFixture } from './cli.fixture.ts';

const config = `
import { defineConfig, track } from '@launchway/core'
export default defineConfig({
  flows: {
    github: {
      when: { branch: 'main' },
      plugins: [track({ name: 'shared', pins: ['shared/package.json'], paths: ['shared/**'], tag: { name: 'v{version}' } })],
    },
  },
})
`;
const manifest = '{ "name": "shared", "version": "1.0.0" }\n';

describe('the command', () => {
  let repository: CommandFixture;
  beforeAll(() => {
    repository = commandFixture({ 'release.config.ts': config, 'shared/package.json': manifest });
    repository.write({ 'shared/a.ts': 'a' });
    repository.commit('fix: one');
  });
  afterAll(() => repository.remove());

  it.each([
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['plan', '--version'], /^\d+\.\d+\.\d+\n$/],
    [['--help'], /release plan +Show what a release would do/],
    [['help', 'plan'], /--out FILE/],
    [['plan', '--help'], /--out FILE/],
    [['plan'], /shared +1\.0\.0 → 1\.0\.1/],
    [['plan', '--flow=github'], /shared +1\.0\.0 → 1\.0\.1/],
    [['--flow', 'github', 'plan'], /shared +1\.0\.0 → 1\.0\.1/],
    [['plan', '--bump', 'shared=major'], /1\.0\.0 → 2\.0\.0/],
    [['plan', '--as', 'shared=1.4.0'], /1\.0\.0 → 1\.4\.0/],
    [['plan', '--diff'], /\+\{ "name": "shared", "version": "1\.0\.1" \}/],
    [['explain', 'shared'], /fix: one/],
    [['notes', '--track', 'shared'], /1\.0\.1/],
    [['check'], /All checks hold/],
    [['doctor'], /release\.config\.ts/],
  ])('takes %j', (args, says) => {
    const { code, stdout, stderr } = repository.release(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(says);
  });

  it.each([
    [['plann'], 'USAGE_COMMAND', 'Did you mean "plan"?'],
    [['minor'], 'USAGE_COMMAND', '`release --bump TRACK=minor`'],
    [['v2.1.0'], 'USAGE_COMMAND', '`release bump`'],
    [['-'], 'USAGE_VALUE', 'Write `release`.'],
    [['--dry-rnu'], 'USAGE_FLAG', 'Did you mean "--dry-run"?'],
    [['apply', 'nowhere.json'], 'PLAN_UNREADABLE', 'no file nowhere.json'],
    [['plan', '--flow', 'githup'], 'FLOW_UNKNOWN', 'Did you mean "github"?'],
    [['plan', '--config', 'nowhere.yaml'], 'CONFIG_NOT_FOUND', 'no file nowhere.yaml'],
    [['plan', '--config', 'shared/package.txt'], 'CONFIG_UNREADABLE', 'extension'],
    [['plan', '--config', 'shared/package.json'], 'CONFIG_UNREADABLE', 'no part of package.json'],
    [['explain', 'shraed'], 'USAGE_TRACK', 'Did you mean "shared"?'],
    [['check', 'version-snyc'], 'USAGE_VALUE', 'no check'],
    [['bump'], 'BUMP_NOTHING', '--shared='],
    [['bump', '--sharde=minor'], 'USAGE_FLAG', 'Did you mean "--shared"?'],
    [['publish', 'v9.9.9'], 'REVISION_UNKNOWN', 'names no commit'],
    [['publish', '--', '--upload-pack=x'], 'REVISION_UNKNOWN', 'names no commit'],
    [['status'], 'RELEASE_NOT_FOUND', 'No release'],
    [[], 'USAGE_CONFIRM', '--yes'],
  ])('refuses %j with %s and exit code 2', (args, code, says) => {
    const ended = repository.release(args);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain(`error ${code}`);
    expect(ended.stderr).toContain(says);
    expect(ended.stderr).not.toMatch(/\n\s+at .*:\d+/);
    expect(ended.stderr).toContain('Fix: ');
  });

  it('names a package.json that keeps Node from loading the configuration', () => {
    repository.write({ 'package.json': '<<<<<<< HEAD\n{ "name": "shop" }\n' });
    const { problems } = JSON.parse(repository.release(['plan', '--json']).stdout) as { problems: unknown };
    rmSync(join(repository.top, 'package.json'));
    expect(problems).toMatchObject([
      {
        code: 'CONFIG_FAILED',
        message: 'package.json is not valid JSON, and Node loads no release.config.ts with it.',
        where: { file: 'package.json' },
      },
    ]);
  });

  it('prints a refusal as a report with --json, and nothing else on standard output', () => {
    const { stdout } = repository.release(['plan', '--otu', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 1,
      outcome: 'refused',
      problems: [{ code: 'USAGE_FLAG' }],
    });
  });

  it('prints the plan as JSON alone on standard output', () => {
    const plan: unknown = JSON.parse(repository.release(['plan', '--json']).stdout);
    expect(plan).toMatchObject({
      outcome: 'release',
      tags: ['v1.0.1'],
      tracks: { shared: { next: '1.0.1' } },
    });
  });

  it('plans and runs dry without a trace in the repository', () => {
    const before = [repository.git('for-each-ref'), repository.git('status', '--porcelain')];
    expect(repository.release(['plan']).code).toBe(0);
    expect(repository.release(['--dry-run']).stdout).toContain('+{ "name": "shared", "version": "1.0.1" }');
    expect([repository.git('for-each-ref'), repository.git('status', '--porcelain')]).toEqual(before);
  });

  it('runs from a folder below, and for a folder named with --cwd', () => {
    expect(repository.release(['plan', '--cwd', join(repository.top, 'shared')]).code).toBe(0);
    expect(repository.release(['plan', '--cwd', '/']).stderr).toContain('NOT_A_REPOSITORY');
  });

  it('saves a plan that apply refuses once it is altered', () => {
    const file = join(repository.top, 'node_modules/plan.json');
    expect(repository.release(['plan', '--out', file]).code).toBe(0);
    repository.write({
      'node_modules/altered.json': readFileSync(file, 'utf8').replaceAll('1.0.1', '1.0.2'),
    });
    expect(repository.release(['apply', 'node_modules/altered.json']).stderr).toContain('PLAN_ALTERED');
  });

  it('refuses to release from a branch the flow is not meant for, but plans there', () => {
    repository.git('switch', '--quiet', '--create', 'topic');
    expect(repository.release(['--yes']).stderr).toContain('FLOW_ELSEWHERE');
    expect(repository.release(['plan']).code).toBe(0);
    repository.git('switch', '--quiet', 'main');
  });

  it('bumps files by hand and commits as the reference says', () => {
    expect(repository.release(['bump', '--shared=minor', '--no-commit']).stdout).toContain('1.0.0 → 1.1.0');
    expect(repository.git('status', '--porcelain')).toBe('M shared/package.json');
    repository.git('checkout', '--quiet', '.');
    expect(repository.release(['bump', '--shared=minor', '--tag', '--no-push']).code).toBe(0);
    expect(repository.git('log', '-1', '--format=%s')).toBe('chore(release): bump shared to v1.1.0');
    expect(repository.git('tag', '--format=%(refname:short) %(contents:subject)')).toBe(
      'v1.1.0 Release v1.1.0',
    );
    expect(repository.git('status', '--porcelain')).toBe('');
  });
});

describe('many tracks with tags of their own', () => {
  it('are pushed at once, and Node finds nothing odd in it', () => {
    const names = Array.from({ length: 16 }, (_, at) => `part${at}`);
    const many = commandFixture({
      'release.config.mjs': `
import { defineConfig, track } from '@launchway/core'
const parts = ${JSON.stringify(names)}.map((name) =>
  track({ name, pins: [name + '/package.json'], paths: [name + '/**'], tag: { name: name + '@{version}' } }))
export default defineConfig({ flows: { main: { plugins: parts } } })
`,
      ...Object.fromEntries(names.map((name) => [`${name}/package.json`, manifest])),
    });
    many.write(Object.fromEntries(names.map((name) => [`${name}/a.txt`, 'a'])));
    many.commit('fix: all parts');
    const { code, stdout, stderr } = many.release(['--yes', '--quiet']);
    const tags = many.git('ls-remote', '--tags', '--refs', 'origin').split('\n');
    many.remove();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(tags).toHaveLength(16);
    // The commit's title is long, and moves its own row alone.
    expect(stdout).toMatch(/^✓ push part9@1\.0\.1 to origin {2,40}done$/m);
  });
});

describe('files that belong into the release commit', () => {
  it('are made by a bump by hand too, and foretold by a dry run', () => {
    const run = `['node', '-e', 'require("fs").writeFileSync("shared/made.txt", process.argv[1])', '{version}']`;
    const repository = commandFixture({
      'release.config.ts': config
        .replace('{ defineConfig,', '{ defineConfig, exec,')
        .replace(
          'plugins: [',
          `plugins: [exec({ name: 'made', phase: 'commit', folder: 'shared', run: ${run} }), `,
        ),
      'shared/package.json': manifest,
    });
    try {
      expect(repository.release(['plan', '--bump', 'shared=minor']).stdout).toContain(
        'for the release commit',
      );
      expect(repository.release(['bump', '--shared=minor', '--no-push']).code).toBe(0);
      expect(repository.git('show', 'HEAD:shared/made.txt')).toBe('1.1.0');
      expect(repository.git('status', '--porcelain')).toBe('');
    } finally {
      repository.remove();
    }
  });
});

describe('a configuration in TypeScript', () => {
  const of = (source: string, more: Readonly<Record<string, string>> = {}): CommandFixture =>
    commandFixture({ 'release.config.ts': source, 'shared/package.json': manifest, ...more });
  const using = <T>(fixture: CommandFixture, use: (fixture: CommandFixture) => T): T => {
    try {
      return use(fixture);
    } finally {
      fixture.remove();
    }
  };
  const plugin = (name: string): string =>
    `track({ name: ${name}, pins: ['shared/package.json'], paths: ['shared/**'] })`;

  it.each([
    [
      'enums',
      `import { track } from '@launchway/core'\nenum Name { Shared = 'shared' }\nexport default { flows: { g: { plugins: [${plugin('Name.Shared')}] } } }`,
      {},
    ],
    [
      'imports without extension',
      `import { track } from '@launchway/core'\nimport { name } from './tools/name'\nexport default { flows: { g: { plugins: [${plugin('name')}] } } }`,
      { 'tools/name.ts': `export const name: string = 'shared'` },
    ],
    [
      'types and satisfies',
      `import { type Config, track } from '@launchway/core'\nconst name: string = 'shared'\nexport default { flows: { g: { plugins: [${plugin('name')}] } } } satisfies Config`,
      {},
    ],
    [
      'a package of CommonJS',
      `import { track } from '@launchway/core'\nimport { name } from 'cjs'\nexport default { flows: { g: { plugins: [${plugin('name')}] } } }`,
      {
        'node_modules/cjs/package.json': '{"name":"cjs","main":"i.js"}',
        'node_modules/cjs/i.js': `exports.name = ['sha', 'red'].join('')`,
      },
    ],
  ])('may use %s', (_name, source, more) => {
    using(of(source, more), ({ release }) => {
      const { code, stdout, stderr } = release(['plan', '--json']);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(JSON.parse(stdout)).toHaveProperty('tracks.shared.current', '1.0.0');
    });
  });

  it.each([
    ['release.config.ts', 'const a: number = 1\n\nexport default { flows: { a b } }', 'CONFIG_SYNTAX', 3],
    ['release.config.mjs', 'const a = 1\n\nexport default { flows: { a b } }', 'CONFIG_SYNTAX', 3],
    ['release.config.ts', 'export default {\n  flows:\n}', 'CONFIG_SYNTAX', 3],
    ['release.config.ts', 'const a: number = 1\n\nexport default { flows: missing }', 'CONFIG_FAILED', 3],
    ['release.config.mjs', '\n\nthrow new TypeError("no fuel")', 'CONFIG_FAILED', 3],
  ])('that is wrong is shown with its line (%s, %j)', (file, source, code, line) => {
    using(commandFixture({ [file]: source }), ({ release }) => {
      const { stderr } = release(['plan']);
      expect(stderr).toContain(code);
      expect(stderr).toContain(`${file}:${line}`);
      expect(stderr).toMatch(new RegExp(`> ${line} \\| ${source.split('\n')[line - 1]?.slice(0, 10)}`));
    });
  });

  it.each([
    [
      'release.config.ts',
      config.replace('export default', 'const none: undefined = undefined\nexport default'),
    ],
    ['release.config.js', config],
  ])('says nothing of a package.json that tells no type of modules, %s', (file, source) => {
    const other = commandFixture({ [file]: source, 'package.json': '{}', 'shared/package.json': manifest });
    const { code, stderr } = other.release(['check']);
    other.remove();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.each(['process.exit(0)', 'await new Promise(() => {})'])('cannot end the command by `%s`', (source) => {
    const other = commandFixture({ 'release.config.mjs': source, 'shared/package.json': manifest });
    const { code, stdout, stderr } = other.release(['plan', '--json']);
    other.remove();
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'refused',
      problems: [{ code: 'COMMAND_CUT_SHORT' }],
    });
    expect(stderr).toMatch(/^error COMMAND_CUT_SHORT\n/);
  });

  it('loads from a folder that cannot be written to, and leaves no file', () => {
    using(of(config), ({ top, release }) => {
      chmodSync(top, 0o555);
      const before = readdirSync(top);
      expect(release(['plan']).code).toBe(0);
      expect(readdirSync(top)).toEqual(before);
      chmodSync(top, 0o755);
    });
  });

  it('is the only file that is run: not the configuration of cosmiconfig itself', () => {
    const trap = (name: string): string => `require('node:fs').writeFileSync(${JSON.stringify(name)}, 'run')`;
    using(
      of(config, {
        '.config/config.js': trap('trapped'),
        '.config/config.cjs': trap('trapped'),
        'package.json': '{"cosmiconfig":{"searchPlaces":["evil.js"]},"release":{"branches":["main"]}}',
        'evil.js': trap('trapped'),
        '.releaserc.js': trap('trapped'),
      }),
      ({ top, release }) => {
        expect(release(['plan']).code).toBe(0);
        expect(existsSync(join(top, 'trapped'))).toBe(false);
      },
    );
  });

  it.each([
    [
      { 'release.config.ts': config, 'release.config.yaml': 'flows: {}' },
      'CONFIG_SEVERAL',
      'release.config.ts and release.config.yaml',
    ],
    [
      { 'package.json': '{"release":{"branches":["main"]}}' },
      'CONFIG_FOREIGN',
      'package.json is one of semantic-release',
    ],
    [{ '.releaserc.json': '{}' }, 'CONFIG_FOREIGN', '.releaserc.json is one of semantic-release'],
    [{ 'release-please-config.json': '{}' }, 'CONFIG_FOREIGN', 'release-please'],
    [{ '.changeset/config.json': '{}' }, 'CONFIG_FOREIGN', 'changesets'],
    [{ 'release.confg.ts': config }, 'CONFIG_NOT_FOUND', 'Is it release.confg.ts?'],
    [{ 'a.txt': '' }, 'CONFIG_NOT_FOUND', 'release init'],
  ])('that is not the one is named (%j)', (files, code, says) => {
    using(commandFixture(files), ({ release }) => {
      const { stderr } = release(['plan']);
      expect(stderr).toContain(code);
      expect(stderr.replace(/\s+/g, ' ')).toContain(says);
    });
  });
});

describe('a command that a plugin brings', () => {
  let repository: CommandFixture;
  beforeAll(() => {
    const label = `{
      name: 'label', summary: 'Prints a label', options: {}, args: ['dir'], writes: ['dir'],
      run: async ({ args: [dir], cwd, effects }) => {
        if (dir !== 'nowhere') await effects.write(cwd + '/' + dir + '/label.txt', 'shop');
        throw new TypeError('out of ink');
      },
    }`;
    repository = commandFixture({
      'release.config.mjs': `export default { flows: { shop: { plugins: [{ name: 'label', commands: [${label}] }] } } };\n`,
    });
  });
  afterAll(() => repository.remove());

  it.each(['--help', '-h'])('shows its help for %s, and does not run', (flag) => {
    const { code, stdout, stderr } = repository.release(['label', flag]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^release label DIR\n +Prints a label/);
  });

  it.each([
    ['nowhere', 2, 'refused'],
    ['out', 1, 'incomplete'],
  ])('that breaks off in %s ends with %i: what was changed before makes the run %s', (dir, code, outcome) => {
    const ended = repository.release(['label', dir, '--json']);
    expect(ended.code).toBe(code);
    expect(JSON.parse(ended.stdout)).toMatchObject({ outcome, problems: [{ code: 'UNEXPECTED' }] });
  });
});
