import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createCredentials } from '../../secrets/credentials.ts';
import { createMask } from '../../secrets/mask.ts';
import type { GitPlace } from '../process/place.ts';

const base = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  LC_ALL: 'C',
};

/** A throw-away clone with a first commit, and real git to look at it. */
export class Clone {
  readonly path: string;
  readonly #made: string[] = [];

  constructor(path = mkdtempSync(join(tmpdir(), 'launchway-clone-')), made: readonly string[] = [path]) {
    this.path = path;
    this.#made.push(...made);
  }

  /** A repository on `main` whose chart is at 1.2.3, with an executable beside it. */
  static begin(objectFormat = 'sha1', branch = 'main'): Clone {
    const clone = new Clone();
    clone.git('init', '--quiet', `--initial-branch=${branch}`, `--object-format=${objectFormat}`);
    clone.git('config', 'user.name', 'Ada');
    clone.git('config', 'user.email', 'ada@example.com');
    clone.write('charts/Chart.yaml', 'name: demo\nversion: 1.2.3\n');
    clone.write('run.sh', '#!/bin/sh\n');
    clone.git('add', '.');
    clone.git('update-index', '--chmod=+x', 'run.sh');
    clone.git('commit', '--quiet', '--message', 'feat: begin');
    clone.git('checkout', '--quiet', '--', '.');
    return clone;
  }

  git(...args: string[]): string {
    return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
      cwd: this.path,
      env: base,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd();
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.path, path)), { recursive: true });
    writeFileSync(join(this.path, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  /** Makes a commit in the ordinary way. */
  commit(message: string): string {
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.head();
  }

  /** All that a user would notice: refs, HEAD, the index, and files. */
  state(): string {
    const head = this.git('rev-parse', '--symbolic-full-name', 'HEAD');
    return [
      head,
      this.head(),
      this.git('for-each-ref'),
      this.git('ls-files', '--stage'),
      this.git('status', '--short'),
    ].join('\n');
  }

  place(env: Record<string, string> = {}, cwd = this.path): GitPlace {
    return { cwd, env, credentials: createCredentials(env, createMask()) };
  }

  remove(): void {
    for (const path of this.#made) rmSync(path, { recursive: true, force: true });
  }
}

/** Files of a release: the chart at 1.3.0. */
export const release = {
  files: [{ path: 'charts/Chart.yaml', content: 'name: demo\nversion: 1.3.0\n' }],
  message: 'chore(release): bump chart to v1.3.0',
};
