import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A commit of a made-up history. */
export interface MadeCommit {
  /** Name for parents, tags and branches; `#0`, `#1` ... by place unless told. */
  readonly id?: string;
  readonly message?: string;
  /** Contents by path; `null` removes the file. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>;
  /** Ids of the parents; the commit before unless told, `[]` for a root. */
  readonly parents?: readonly string[];
  /** Seconds; one more than the commit before unless told. */
  readonly date?: number;
  readonly tags?: readonly string[];
  /** Tag names that become lightweight tags. */
  readonly light?: readonly string[];
  readonly branches?: readonly string[];
}

export interface MadeRepository {
  readonly path: string;
  /** Gives a commit's sha by its id. */
  sha(id: string): string;
  git(...args: string[]): string;
}

const identity = {
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@x',
  GIT_COMMITTER_NAME: 'C',
  GIT_COMMITTER_EMAIL: 'c@x',
};
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'launchway-git-'));
  folders.push(folder);
  return folder;
}

/** Runs git in a folder and gives what it wrote, without the last line end. */
export function run(cwd: string, args: readonly string[], input?: string | Uint8Array): string {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd,
    input,
    maxBuffer: 1 << 30,
    env: { ...process.env, ...identity },
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${String(stderr)}`);
  return stdout.toString().replace(/\n$/, '');
}

/** Makes a repository whose branch `main` ends at the last commit, checked out, with one git process for all commits. */
export function makeRepository(commits: readonly MadeCommit[], init: readonly string[] = []): MadeRepository {
  const path = scratch();
  run(path, ['init', '-q', '-b', 'main', ...init]);
  const marks = new Map<string, number>();
  const chunks: Uint8Array[] = [];
  const say = (text: string | Uint8Array) => chunks.push(Buffer.from(text));
  const data = (content: string | Uint8Array) => {
    const bytes = Buffer.from(content);
    say(`data ${bytes.length}\n`);
    say(bytes);
    say('\n');
  };
  let date = 1_700_000_000;
  commits.forEach((commit, index) => {
    const mark = index + 1;
    date = commit.date ?? date + 1;
    const parents = commit.parents?.map((id) => marks.get(id) ?? 0) ?? (index === 0 ? [] : [index]);
    marks.set(commit.id ?? `#${index}`, mark);
    say(`reset refs/made/commit\n`);
    say(
      `commit refs/made/commit\nmark :${mark}\nauthor A <a@x> ${date} +0000\ncommitter C <c@x> ${date} +0000\n`,
    );
    data(commit.message ?? `commit ${index}`);
    const [first, ...others] = parents;
    if (first !== undefined) say(`from :${first}\n`);
    for (const other of others) say(`merge :${other}\n`);
    for (const [file, content] of Object.entries(commit.files ?? {})) {
      const name = JSON.stringify(file);
      if (content === null) say(`D ${name}\n`);
      else {
        say(`M 100644 inline ${name}\n`);
        data(content);
      }
    }
    for (const branch of commit.branches ?? []) say(`reset refs/heads/${branch}\nfrom :${mark}\n\n`);
    for (const tag of commit.light ?? []) say(`reset refs/tags/${tag}\nfrom :${mark}\n\n`);
    for (const tag of commit.tags ?? []) {
      say(`tag ${tag}\nfrom :${mark}\ntagger C <c@x> ${date} +0000\n`);
      data(`Release ${tag}`);
    }
  });
  if (commits.length > 0) say(`reset refs/heads/main\nfrom :${commits.length}\n\n`);
  run(path, ['fast-import', '--quiet', '--export-marks=.git/marks'], Buffer.concat(chunks));
  if (commits.length > 0) run(path, ['reset', '-q', '--hard']);
  const shas = readMarks(path);
  return {
    path,
    sha: (id) => shas.get(marks.get(id) ?? 0) ?? '',
    git: (...args) => run(path, args),
  };
}

function readMarks(path: string): ReadonlyMap<number, string> {
  const lines = readFileSync(join(path, '.git/marks'), 'utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => [Number(/\d+/.exec(line)?.[0]), line.split(' ')[1] ?? '']));
}
