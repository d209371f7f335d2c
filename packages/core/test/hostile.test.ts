import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Clone, cleanUp, notes, reference, temporary } from './world.fixture.ts';

afterAll(cleanUp);

const plugin = 'plugins/plugin-proxy/plugin.ts';

/** Texts that mean something to a shell, a CI, a terminal, or a command that takes them for options. */
const texts = (trap: string): readonly string[] => [
  `fix: $(touch ${trap}) \`touch ${trap}\` ; touch ${trap} | touch ${trap} & "'`,
  `feat: one\n\n::set-output name=x::y\n::error file=a::forged\n::add-mask::a\n##[group]forged\n`,
  'fix: %0A::error::forged %0D::warning::forged',
  'fix: \u001B[2J\u001B[31mred\u001B]8;;http://evil.example\u0007link\u001B]8;;\u0007 \u009B31m',
  'fix: \u202Ereversed\u202C \u2066isolated\u2069 \u200Bzero \uFEFF',
  'fix: </details><script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1)) @everyone',
  'fix: one\n\nRelease-As: chart@$(touch trap)\n',
  'fix: section_start:1:a\r\u001B[0Kforged',
  '--upload-pack=touch',
];

const forged =
  /^(?:::(?!notice title=Launchway::|(?:error|warning) (?:file=[^:]*,)?title=[A-Z_]+::|group::|endgroup::)|##\[|section_(?:start|end):1:a)/m;

describe('a hostile commit message', () => {
  it.concurrent('runs nothing, forges no command of a CI, and does not paint the terminal', async () => {
    const trap = join(temporary(), 'trap');
    const clone = await reference();
    for (const text of texts(trap)) {
      clone.append(plugin, '// more\n');
      await clone.git('add', '--all');
      await clone.git('commit', '-q', '--cleanup=verbatim', `--message=${text}`);
    }
    notes(clone);
    await clone.commit('docs: notes');
    const folder = temporary();
    const github = {
      GITHUB_ACTIONS: 'true',
      CI: 'true',
      GITHUB_REF: 'refs/heads/main',
      GITHUB_OUTPUT: join(folder, 'out'),
      GITHUB_STEP_SUMMARY: join(folder, 'sum'),
    };
    const gitlab = {
      GITLAB_CI: 'true',
      CI: 'true',
      CI_COMMIT_BRANCH: 'main',
      LAUNCHWAY_DOTENV: join(folder, 'env'),
    };
    for (const env of [github, gitlab, {}]) {
      for (const args of [['plan', '--explain', '--diff'], ['explain'], ['notes'], ['--dry-run']]) {
        const { stdout, stderr } = await clone.release(args, env);
        const said = stdout + stderr;
        expect(said.replaceAll('\u001B[0K', '')).not.toMatch(/[\u001B\u009B\u202E\u2066\u0007]/);
        expect(said).not.toMatch(forged);
      }
    }
    const { code, stdout, stderr } = await clone.release(['--as', 'chart=0.3.0'], github);
    expect(code, stderr).toBe(0);
    expect(stdout + stderr).not.toMatch(forged);
    expect(existsSync(trap)).toBe(false);
  });
});

/** Names of branches and tags that git allows. */
const names = [
  'a;touch trap',
  '$(touch${IFS}trap)',
  '`touch`',
  'a\'b"c',
  'a&b|c',
  'x/--upload-pack=touch',
  '港',
  '%0Aa',
  '{version}',
  '__proto__',
].map((name) => name.replaceAll(' ', '_'));

describe('a hostile name', () => {
  it.concurrent('of branches and tags is a name and nothing more', async () => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix: one', plugin);
    for (const name of names) {
      await clone.git('tag', '--', name);
    }
    const [branch = ''] = names.slice(1, 2);
    await clone.git('switch', '-q', '-c', branch);
    const { code, stderr } = await clone.release(['--yes', '--flow', 'github']);
    expect(code, stderr).toBe(0);
    expect((await clone.gitRemote('for-each-ref', '--format=%(refname)')).split('\n')).toEqual(
      expect.arrayContaining([
        `refs/heads/${branch}`,
        'refs/heads/main',
        'refs/tags/v0.2.26',
        'refs/tags/v0.2.27',
      ]),
    );
    expect((await clone.gitRemote('tag')).split('\n')).toHaveLength(2);
    expect(readdirSync(clone.path)).not.toContain('trap');
  });

  it.concurrent.each([
    ['--upload-pack=touch trap'],
    ['-oProxyCommand=touch trap'],
    ['ext::sh -c touch% trap'],
    ['ssh://-oProxyCommand=touch${IFS}trap/x'],
    ['fd::7'],
    ['https://user:s3cret-word@127.0.0.1:1/a.git'],
    ['http://127.0.0.1:1/a.git'],
    [''],
    ['/nowhere'],
    ['file:///nowhere'],
    ['git@-oProxyCommand=x:a'],
  ])('of a remote (%j) runs nothing and is told', async (url) => {
    const clone = await reference();
    notes(clone);
    await clone.change('fix: one', plugin);
    await clone.git('config', 'remote.origin.url', url);
    const plan = await clone.release(['plan']);
    expect(plan, plan.stderr).toMatchObject({ code: 0 });
    const { code, stderr, stdout } = await clone.release(['--yes'], { GIT_SSH_COMMAND: 'false' });
    expect(stderr + stdout).not.toMatch(/UNEXPECTED|s3cret-word/);
    expect(code, stderr).toBe(2);
    expect(existsSync(join(clone.path, 'trap'))).toBe(false);
    expect(await clone.git('rev-list', '--count', 'HEAD')).toBe('2');
  });

  it.concurrent('as an argument is an argument', async () => {
    const clone: Clone = await reference();
    for (const args of [
      ['publish', '--', '--upload-pack=x'],
      ['status', '--', '--output=trap'],
      ['apply', '--', '--x'],
      ['explain', '--', '--x'],
      ['check', '--', '--x'],
      ['notes', '--track', '--x'],
      ['plan', '--flow', '__proto__'],
      ['plan', '--as', '__proto__=1.0.0'],
      ['publish', 'HEAD:charts'],
      ['publish', 'HEAD^{tree}'],
      ['publish', 'v0.2.26..HEAD'],
      ['publish', '\u0000'],
    ]) {
      if (args.includes('\u0000')) continue;
      const { code, stderr } = await clone.release(args);
      expect(code, `${args.join(' ')}: ${stderr}`).toBe(2);
      expect(stderr).not.toContain('UNEXPECTED');
    }
    expect(existsSync(join(clone.path, 'trap'))).toBe(false);
  });
});
