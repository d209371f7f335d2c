import type { LoggedCommit, RawChange } from '../effects/git/log.ts';
import type { Repository } from '../effects/git/repository.ts';
import type { Baseline } from '../model/facts.ts';
import type { Pin } from '../model/track.ts';
import type { TrackTags } from './tags.ts';
import type { HeldVersion, ReadPin } from './versions-held.ts';

/**
 * Finds where each track's unreleased commits begin: at the tag of its current version, else at the commit that put
 * that version into the pin that tells it, else at the beginning. All tracks without a tag are looked for in one pass over the
 * commits that touch their pins, which ends with the last one found.
 */
export async function findBaselines(
  repository: Repository,
  head: string,
  held: readonly HeldVersion[],
  tags: ReadonlyMap<string, TrackTags>,
  readPin: ReadPin,
): Promise<ReadonlyMap<string, Baseline>> {
  const found = new Map<string, Baseline>();
  const wanted: Wanted[] = [];
  for (const { track, truth: pin, version } of held) {
    const tag = tags.get(track.name)?.current;
    if (tag !== undefined) found.set(track.name, { commit: tag.commit, how: 'tag', tag: tag.name });
    else if (pin !== undefined && version !== undefined) wanted.push({ track: track.name, pin, version });
    else found.set(track.name, { how: 'beginning' });
  }
  const commits = await findPinCommits(repository, head, wanted, readPin);
  for (const { track } of wanted) {
    const commit = commits.get(track);
    found.set(track, commit === undefined ? { how: 'beginning' } : { commit, how: 'pin' });
  }
  return found;
}

/** A track whose version's commit is looked for. */
interface Wanted {
  readonly track: string;
  readonly pin: Pin;
  readonly version: string;
}

/** Up to so many files git's own choice of commits is quicker; with hundreds it takes ten times as long as none. */
const fewFiles = 16;

async function findPinCommits(
  repository: Repository,
  head: string,
  wanted: readonly Wanted[],
  readPin: ReadPin,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (wanted.length === 0) return found;
  const values = new PinHistory(repository, readPin);
  let open = wanted;
  const files = [...new Set(wanted.map(({ pin }) => pin.file))];
  for await (const commit of repository.log({ from: head, ...(files.length <= fewFiles && { files }) })) {
    const changed = new Set(commit.changes.map(({ path }) => path));
    for (const { track, pin, version } of open.filter(({ pin: { file } }) => changed.has(file))) {
      if (await values.isSetBy(commit, pin, version)) found.set(track, commit.sha);
    }
    open = open.filter(({ track }) => !found.has(track));
    if (open.length === 0) break;
  }
  return found;
}

/** Reads pins in old versions of their files, each content once. */
class PinHistory {
  readonly #repository: Repository;
  readonly #readPin: ReadPin;
  readonly #values = new Map<string, string | undefined>();

  constructor(repository: Repository, readPin: ReadPin) {
    this.#repository = repository;
    this.#readPin = readPin;
  }

  /** Tells whether a commit holds a version in a pin that none of its parents held there. */
  async isSetBy({ parents, changes }: LoggedCommit, pin: Pin, version: string): Promise<boolean> {
    const change = changes.find(({ path }) => path === pin.file);
    if (change === undefined || (await this.#value(change.after, pin)) !== version) return false;
    if ((await this.#value(change.before, pin)) === version) return false;
    for (const parent of parents.slice(1)) {
      if ((await this.#valueIn(parent, pin)) === version) return false;
    }
    return true;
  }

  async #valueIn(commit: string, pin: Pin): Promise<string | undefined> {
    const text = await this.#repository.tree(commit).text(pin.file);
    return text === undefined ? undefined : await this.#read(text, pin);
  }

  async #value(oid: RawChange['after'], pin: Pin): Promise<string | undefined> {
    if (/^0+$/.test(oid)) return undefined;
    const key = JSON.stringify([oid, pin.format, pin.pointer]);
    if (!this.#values.has(key)) {
      const object = await this.#repository.objects.read(oid);
      this.#values.set(key, object && (await this.#read(object.bytes.toString('utf8'), pin)));
    }
    return this.#values.get(key);
  }

  /** An old file that does not parse holds no version. */
  async #read(text: string, pin: Pin): Promise<string | undefined> {
    try {
      return (await this.#readPin(text, pin)).value;
    } catch {
      return undefined;
    }
  }
}
