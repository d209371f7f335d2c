import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const program = join(
  dirname(createRequire(import.meta.url).resolve('gitlab-ci-local/package.json')),
  'dist/index.js',
);

/** A pipeline as GitLab starts it: for a branch, a tag or a merge request. */
export interface Simulated {
  readonly branch?: string;
  readonly tag?: string;
  readonly request?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  /** Whether every `changes` holds. */
  readonly changed?: boolean;
}

/** A job as gitlab-ci-local lists it for one pipeline. */
export interface ListedJob {
  readonly name: string;
  readonly stage: string;
  readonly when: string;
  readonly allow_failure?: unknown;
}

/** A repository with pipeline files, which gitlab-ci-local reads. */
export class LocalPipeline {
  readonly #top = mkdtempSync(join(tmpdir(), 'launchway-gitlab-'));

  constructor(files: Readonly<Record<string, string>>) {
    const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: this.#top, stdio: 'pipe' });
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.#top, path)), { recursive: true });
      writeFileSync(join(this.#top, path), content);
    }
    git('init', '-q', '-b', 'main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    git('add', '--all');
    git('commit', '-q', '-m', 'chore: first');
    git('remote', 'add', 'origin', 'git@gitlab.example:acme/harbour.git');
    // It asks for these refs where a rule compares files.
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  }

  /** Gives the jobs of a pipeline, those that never run left out. */
  jobs(simulated: Simulated): readonly ListedJob[] {
    const listed = JSON.parse(this.#run('--list-json', ...flags(simulated))) as readonly ListedJob[];
    return listed.filter(({ when }) => when !== 'never');
  }

  /** Gives the file with includes and extends resolved. */
  preview(): string {
    return this.#run('--preview', ...flags({ branch: 'main' }));
  }

  remove(): void {
    rmSync(this.#top, { recursive: true, force: true });
  }

  #run(...args: readonly string[]): string {
    return execFileSync(process.execPath, [program, ...args], {
      cwd: this.#top,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env['PATH'] ?? '', HOME: this.#top },
    });
  }
}

function flags({ branch, tag, request, variables = {}, changed = true }: Simulated): readonly string[] {
  const set = {
    CI_PIPELINE_SOURCE: request === true ? 'merge_request_event' : 'push',
    ...(branch === undefined ? {} : { CI_COMMIT_BRANCH: branch }),
    ...(tag === undefined ? {} : { CI_COMMIT_TAG: tag }),
    ...variables,
  };
  return [
    ...Object.entries(set).flatMap(([name, value]) => ['--variable', `${name}=${value}`]),
    '--ignore-predefined-vars',
    Object.keys(set).join(','),
    ...(branch === undefined ? ['--unset-variable', 'CI_COMMIT_BRANCH'] : []),
    ...(changed ? ['--no-evaluate-rule-changes'] : []),
  ];
}
