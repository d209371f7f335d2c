import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const core = fileURLToPath(new URL('..', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A git repository with the built command beside it. */
export interface CommandFixture {
  readonly top: string;
  /** Writes files. */
  write(files: Readonly<Record<string, string>>): void;
  /** Runs git and gives what it says. */
  git(...args: readonly string[]): string;
  /** Commits all files. */
  commit(message: string): void;
  /** Runs the built `release` command outside CI and without a terminal. */
  release(args: readonly string[], env?: Readonly<Record<string, string>>): Ended;
  remove(): void;
}

/** Makes a repository with a remote and these files in its first commit, which can import `@launchway/core`. */
export function commandFixture(files: Readonly<Record<string, string>>): CommandFixture {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'launchway-command-')));
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, { cwd: top, encoding: 'utf8' }).trim();
  const write: CommandFixture['write'] = (all) => {
    for (const [name, content] of Object.entries(all)) {
      mkdirSync(dirname(join(top, name)), { recursive: true });
      writeFileSync(join(top, name), content);
    }
  };
  const commit = (message: string): void => {
    git('add', '--all');
    git('commit', '--quiet', '--message', message);
  };
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
  mkdirSync(join(top, 'node_modules/@launchway'), { recursive: true });
  symlinkSync(core, join(top, 'node_modules/@launchway/core'));
  git('init', '--quiet', '--bare', 'node_modules/remote.git');
  git('remote', 'add', 'origin', join(top, 'node_modules/remote.git'));
  write({ '.gitignore': 'node_modules\n', ...files });
  commit('chore: first');
  return {
    top,
    write,
    git,
    commit,
    release: (args, env = {}) => run(top, args, env),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}

function run(cwd: string, args: readonly string[], env: Readonly<Record<string, string>>): Ended {
  const { PATH = '', HOME = '' } = process.env;
  const ended = spawnSync(process.execPath, [join(core, 'bin/release.js'), ...args], {
    cwd,
    encoding: 'utf8',
    input: '',
    env: { PATH, HOME, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...env },
  });
  return { code: ended.status, stdout: ended.stdout, stderr: ended.stderr };
}
