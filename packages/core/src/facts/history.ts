import type { LoggedCommit } from '../effects/git/log.ts';
import type { Repository, TagRef } from '../effects/git/repository.ts';

/** What every plan asks git for, whatever its flow: begun early, git answers while the configuration is loaded. */
export interface Beginning {
  readonly history: History;
  readonly tags: Promise<readonly TagRef[]>;
}

/**
 * Lets git begin with a commit's history, the tags and the objects. Close the history in the end.
 * @param hasTags whether some track has tags, as far as is known
 */
export function beginReading(repository: Repository, head: string, hasTags = true): Beginning {
  const history = new History(head, repository.log(head));
  const tags = hasTags ? repository.tags() : Promise.resolve([]);
  for (const early of [tags, repository.objects.read(head)]) early.catch(() => undefined); // told to whoever awaits it
  return { history, tags };
}

/**
 * The history of a commit, newest first: read from git in one pass, and only as far as it is asked for. Git begins at
 * once, so that it works while the tags and files are read. Close it in the end.
 */
export class History {
  /** The commit it begins with. */
  readonly head: string;
  /** What was read so far. */
  readonly commits: LoggedCommit[] = [];
  readonly #log: AsyncIterator<LoggedCommit>;
  #upcoming: Promise<IteratorResult<LoggedCommit>> | undefined;

  constructor(head: string, log: AsyncIterable<LoggedCommit>) {
    this.head = head;
    this.#log = log[Symbol.asyncIterator]();
    this.#upcoming = this.#log.next();
    this.#upcoming.catch(() => undefined); // told to whoever reads it
  }

  /** Reads one commit more; gives nothing at the end. */
  async next(): Promise<LoggedCommit | undefined> {
    const { done, value } = await (this.#upcoming ?? this.#log.next());
    this.#upcoming = undefined;
    if (done === true) return undefined;
    this.commits.push(value);
    return value;
  }

  /** Reads so many commits more; false when there are fewer. */
  async advance(count: number): Promise<boolean> {
    for (let read = 0; read < count; read++) {
      if ((await this.next()) === undefined) return false;
    }
    return true;
  }

  /** Gives every commit from the newest on, reading only what was not read yet. */
  async *walk(): AsyncGenerator<LoggedCommit, void> {
    for (let place = 0; ; place++) {
      const commit = this.commits[place] ?? (await this.next());
      if (commit === undefined) return;
      yield commit;
    }
  }

  /** Reads on until it has met these commits, but not past so many; gives those it has met. */
  async meet(commits: ReadonlySet<string>, limit: number): Promise<ReadonlySet<string>> {
    const met = new Set(this.commits.map(({ sha }) => sha).filter((sha) => commits.has(sha)));
    while (met.size < commits.size && this.commits.length < limit) {
      const commit = await this.next();
      if (commit === undefined) break;
      if (commits.has(commit.sha)) met.add(commit.sha);
    }
    return met;
  }

  /** Lets go of git. */
  async close(): Promise<void> {
    await this.#upcoming?.catch(() => undefined);
    await this.#log.return?.();
  }
}
