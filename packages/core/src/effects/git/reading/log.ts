import { StringDecoder } from 'node:string_decoder';
import type { Commit } from '../../../model/facts.ts';
import { type GitOptions, gitStream } from '../process/process.ts';

/** A commit as `git log` gives it. Line ends of its message are `\n`; its paths are what it changed against its first parent. */
export interface LoggedCommit extends Commit {
  /** What git says of each path: `:100644 100644 <before> <after> M`. */
  readonly lines: readonly string[];
}

/** One changed file of a commit: git's names of its content, all zeros where there is none. */
export interface RawChange {
  readonly before: string;
  readonly after: string;
}

/** Gives what a commit changed of a file. Most are never asked, so this is read when it is. */
export function changeOf({ paths, lines }: LoggedCommit, path: string): RawChange | undefined {
  const [, , before, after] = lines[paths.indexOf(path)]?.split(' ') ?? [];
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** See git-log(1); each answers a setting that the user or the repository may have. */
const settings = ['-c', 'log.showRoot=true', '-c', 'log.follow=false'];
const flags = [
  '--no-abbrev',
  '--no-renames',
  '--diff-merges=first-parent',
  '--ignore-submodules=none',
  '--no-relative',
  '--no-ext-diff',
  '--no-color',
  '--no-show-signature',
  '--no-notes',
  '--encoding=UTF-8',
];
const fields = ['%H', '%P', '%an', '%ae', '%cI', '%B'];
const format = `--format=tformat:${fields.join('%x00')}`;
const logArguments = [...settings, 'log', '--stdin', '--raw', '-z', ...flags, format];

/**
 * Streams a commit and its ancestors, newest first, as many at a time as git writes. Whatever the user's configuration
 * says, the output is the same. Leaving the loop ends git.
 */
export async function* readLog(
  commit: string,
  options: GitOptions,
): AsyncGenerator<readonly LoggedCommit[], void> {
  const parser = new LogParser();
  const decoder = new StringDecoder('utf8');
  // Flushing after every commit would cost git and this process a call each.
  const stream = gitStream(logArguments, { ...options, input: `${commit}\n`, env: { GIT_FLUSH: '0' } });
  for await (const chunk of stream) yield parser.push(decoder.write(chunk));
  yield parser.end();
}

/**
 * Takes the output apart, token by token between NULs: six fields, then for each changed file its line, which begins
 * with a colon, and its path. A commit is complete when the next one begins.
 */
class LogParser {
  #rest = '';
  #tokens: string[] = [];
  #paths: string[] = [];
  #lines: string[] = [];
  #line: string | undefined;

  push(text: string): readonly LoggedCommit[] {
    const tokens = (this.#rest + text).split('\0');
    this.#rest = tokens.pop() ?? '';
    const complete: LoggedCommit[] = [];
    for (const token of tokens) {
      const commit = this.#take(token);
      if (commit !== undefined) complete.push(commit);
    }
    return complete;
  }

  end(): readonly LoggedCommit[] {
    const last = this.#commit();
    return last === undefined ? [] : [last];
  }

  #take(token: string): LoggedCommit | undefined {
    if (this.#line !== undefined) {
      this.#paths.push(token);
      this.#lines.push(this.#line);
      this.#line = undefined;
      return undefined;
    }
    if (this.#tokens.length < fields.length) {
      this.#tokens.push(token);
      return undefined;
    }
    const line = token.startsWith('\n') ? token.slice(1) : token;
    if (line.startsWith(':')) {
      this.#line = line;
      return undefined;
    }
    const complete = this.#commit();
    this.#tokens = [token];
    return complete;
  }

  #commit(): LoggedCommit | undefined {
    const [sha, parents, name, email, date, message] = this.#tokens;
    if (sha === undefined || message === undefined) return undefined;
    const commit: LoggedCommit = {
      sha,
      parents: parents ? parents.split(' ') : [],
      author: { name: name ?? '', email: email ?? '' },
      date: date ?? '',
      message: message.includes('\r') ? message.replaceAll('\r\n', '\n') : message,
      paths: this.#paths,
      lines: this.#lines,
    };
    this.#tokens = [];
    this.#paths = [];
    this.#lines = [];
    return commit;
  }
}
