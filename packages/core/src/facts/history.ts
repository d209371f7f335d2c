import type { LoggedCommit } from '../effects/git/reading/log.ts';
import type { Repository } from '../effects/git/reading/repository.ts';

/** What every plan asks git for, whatever its flow: begun early, git answers while the configuration is loaded. */
export interface Beginning {
  readonly history: History;
  /** The names of all tags. */
  readonly tags: Promise<readonly string[]>;
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
  readonly #log: AsyncIterator<readonly LoggedCommit[]>;
  #upcoming: Promise<IteratorResult<readonly LoggedCommit[]>> | undefined;

  constructor(head: string, log: AsyncIterable<readonly LoggedCommit[]>) {
    this.head = head;
    this.#log = log[Symbol.asyncIterator]();
    this.#upcoming = this.#log.next();
    this.#upcoming.catch(() => undefined); // told to whoever reads it
  }

  /** Reads the next few commits; false at the end. */
  async #more(): Promise<boolean> {
    const { done, value } = await (this.#upcoming ?? this.#log.next());
    this.#upcoming = undefined;
    if (done === true) return false;
    this.commits.push(...value);
    return true;
  }

  /** Reads at least so many commits more; false when there are fewer. */
  async advance(count: number): Promise<boolean> {
    const wanted = this.commits.length + count;
    while (this.commits.length < wanted) {
      if (!(await this.#more())) return false;
    }
    return true;
  }

  /** Gives every commit from the newest on, some at a time, reading only what was not read yet. */
  async *walk(): AsyncGenerator<readonly LoggedCommit[], void> {
    for (let place = 0; place < this.commits.length || (await this.#more()); ) {
      const next = this.commits.slice(place);
      place += next.length;
      yield next;
    }
  }

  /** Reads on until it has met these commits, but not far past so many; gives those it has met. */
  async meet(commits: ReadonlySet<string>, limit: number): Promise<ReadonlySet<string>> {
    const met = new Set<string>();
    if (commits.size === 0) return met;
    for await (const some of this.walk()) {
      for (const { sha } of some) if (commits.has(sha)) met.add(sha);
      if (met.size === commits.size || this.commits.length >= limit) break;
    }
    return met;
  }

  /** Lets go of git. */
  async close(): Promise<void> {
    await this.#upcoming?.catch(() => undefined);
    await this.#log.return?.();
  }
}
