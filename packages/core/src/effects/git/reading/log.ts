import { StringDecoder } from 'node:string_decoder';
import { type GitOptions, gitStream } from '../process/process.ts';

/** One changed file of a commit. Most are only asked for their path, so the rest is read when it is asked for. */
export class RawChange {
  readonly path: string;
  readonly #line: string;

  /** @param line what git says of it: `:100644 100644 <before> <after> M` */
  constructor(path: string, line: string) {
    this.path = path;
    this.#line = line;
  }

  /** Git's name of the content before; all zeros when the file is new. */
  get before(): string {
    return this.#line.split(' ')[2] ?? '';
  }

  /** The content after; all zeros when the file is gone. */
  get after(): string {
    return this.#line.split(' ')[3] ?? '';
  }
}

/** A commit as `git log` gives it. */
export interface LoggedCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string };
  /** Committer's date, ISO 8601. */
  readonly date: string;
  /** Line ends are `\n`. */
  readonly message: string;
  /** What it changed against its first parent. */
  readonly changes: readonly RawChange[];
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
  #changes: RawChange[] = [];
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
      this.#changes.push(new RawChange(token, this.#line));
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
      changes: this.#changes,
    };
    this.#tokens = [];
    this.#changes = [];
    return commit;
  }
}
