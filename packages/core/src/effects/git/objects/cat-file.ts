import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { type GitOptions, spawnGit } from '../process/process.ts';
import { gitFailure, startFailure } from '../process/failures.ts';

export interface GitObject {
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  readonly bytes: Buffer;
}

/** Reads objects by name for the price of one process: a question costs about 0.03 ms. */
export interface ObjectReader {
  /**
   * Gives the object that a name means, as `git rev-parse` understands names; nothing when there is none or the name is
   * ambiguous.
   */
  read(name: string): Promise<GitObject | undefined>;
  /** Ends the process. Reading again starts another. */
  close(): void;
}

/**
 * Opens a reader on the repository at `options.cwd`. Git starts with the first question. Small files are kept, since a plan
 * asks for those of its pins several times.
 */
export function openObjects(options: GitOptions): ObjectReader {
  let batch: Batch | undefined;
  const kept = new KeptBlobs();
  return {
    async read(name) {
      if (/[\n\0]/.test(name)) return undefined;
      const known = kept.find(name);
      if (known !== undefined) return known;
      if (batch === undefined || batch.ended) batch = new Batch(options);
      const object = await batch.ask(name);
      if (object !== undefined) kept.add(object);
      return object;
    },
    close() {
      batch?.end();
      batch = undefined;
    },
  };
}

/** The small files among what was read, by name of the object, up to a few MiB of them. */
class KeptBlobs {
  readonly #blobs = new Map<string, GitObject>();
  #room = 4 * 1024 * 1024;

  find(oid: string): GitObject | undefined {
    return this.#blobs.get(oid);
  }

  add(object: GitObject): void {
    const { oid, type, bytes } = object;
    if (type !== 'blob' || bytes.length > 64 * 1024 || bytes.length > this.#room || this.#blobs.has(oid))
      return;
    this.#blobs.set(oid, object);
    this.#room -= bytes.length;
  }
}

interface Question {
  resolve(object: GitObject | undefined): void;
  reject(error: unknown): void;
}

const args = ['cat-file', '--batch'];

/** One `git cat-file --batch`. It keeps this process alive only while a question is open. */
class Batch {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #questions: Question[] = [];
  readonly #answers = new AnswerParser((object) => this.#answer(object));
  ended = false;

  constructor(options: GitOptions) {
    this.#child = spawnGit(args, options);
    let stderr = '';
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    this.#child.stdin.on('error', () => undefined); // its end is what tells
    this.#child.stdout.on('data', (chunk: Buffer) => this.#answers.push(chunk));
    this.#child.on('error', (error) => this.#fail(startFailure(error, options.cwd)));
    this.#child.on('close', (code) => this.#fail(gitFailure(args, options.cwd, code ?? 128, stderr)));
    this.#hold(false);
  }

  ask(name: string): Promise<GitObject | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#questions.push({ resolve, reject }) === 1) this.#hold(true);
      this.#write(`${name}\n`);
    });
  }

  /** Writes all that is asked in one go as one: a write costs as much as its answer. */
  #write(line: string): void {
    const { stdin } = this.#child;
    if (stdin.writableCorked === 0) {
      stdin.cork();
      process.nextTick(() => stdin.uncork());
    }
    stdin.write(line);
  }

  end(): void {
    this.ended = true;
    this.#child.stdin.end();
  }

  #answer(object: GitObject | undefined): void {
    const question = this.#questions.shift();
    if (this.#questions.length === 0) this.#hold(false);
    question?.resolve(object);
  }

  #fail(error: Error): void {
    this.ended = true;
    for (const question of this.#questions.splice(0)) question.reject(error);
  }

  /** Lets the event loop wait for git, or not. */
  #hold(waiting: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const handle of [this.#child, stdin, stdout, stderr]) setHold(handle, waiting);
  }
}

/** A child's pipes are sockets, which the types do not say. */
function setHold(handle: object, waiting: boolean): void {
  const { ref, unref } = handle as { ref?: () => void; unref?: () => void };
  (waiting ? ref : unref)?.call(handle);
}

interface Header {
  readonly oid: string;
  readonly type: GitObject['type'];
  readonly size: number;
}

const newline = 0x0a;

/** Takes `<oid> <type> <size>\n<content>\n` apart, however the pipe cuts it. */
class AnswerParser {
  readonly #found: (object: GitObject | undefined) => void;
  #chunks: Buffer[] = [];
  #length = 0;
  #header: Header | undefined;

  constructor(found: (object: GitObject | undefined) => void) {
    this.#found = found;
  }

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#header !== undefined && this.#length <= this.#header.size) return; // a large object is joined once
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    for (let rest = this.#take(bytes); rest !== undefined; rest = this.#take(bytes)) bytes = rest;
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
  }

  /** Takes a header or a content off the front; gives what is left, or nothing when more must come first. */
  #take(bytes: Buffer): Buffer | undefined {
    return this.#header === undefined ? this.#takeHeader(bytes) : this.#takeContent(bytes, this.#header);
  }

  #takeHeader(bytes: Buffer): Buffer | undefined {
    const end = bytes.indexOf(newline);
    if (end === -1) return undefined;
    const line = bytes.toString('utf8', 0, end);
    const [, oid, type, size] = /^([0-9a-f]+) (blob|tree|commit|tag) (\d+)$/.exec(line) ?? [];
    if (oid === undefined) this.#found(undefined);
    else this.#header = { oid, type: type as GitObject['type'], size: Number(size) };
    return bytes.subarray(end + 1);
  }

  #takeContent(bytes: Buffer, { oid, type, size }: Header): Buffer | undefined {
    if (bytes.length <= size) return undefined;
    this.#header = undefined;
    this.#found({ oid, type, bytes: bytes.subarray(0, size) });
    return bytes.subarray(size + 1);
  }
}
