import { heldOnce } from '../edits/version-in.ts';
import { changeOf, type LoggedCommit, type RawChange } from '../effects/git/reading/log.ts';
import type { Repository } from '../effects/git/reading/repository.ts';
import type { Pin } from '../model/track.ts';
import type { ReadPin } from './versions-held.ts';

/** Reads pins in old versions of their files, each content once. */
export class PinHistory {
  readonly #repository: Repository;
  readonly #readPin: ReadPin;
  readonly #values = new Map<string, string | undefined>();

  constructor(repository: Repository, readPin: ReadPin) {
    this.#repository = repository;
    this.#readPin = readPin;
  }

  /** Tells whether a commit holds a version in a pin that none of its parents held there. */
  async isSetBy(commit: LoggedCommit, pin: Pin, version: string): Promise<boolean> {
    const change = changeOf(commit, pin.file);
    if (change === undefined || (await this.#value(change.after, pin)) !== version) return false;
    if ((await this.#value(change.before, pin)) === version) return false;
    for (const parent of commit.parents.slice(1)) {
      if ((await this.#valueIn(parent, pin)) === version) return false;
    }
    return true;
  }

  /** Tells whether a commit holds another version in a pin than this one; a pin that is not there tells nothing. */
  async tellsAnother(commit: string, pin: Pin, version: string): Promise<boolean> {
    const value = await this.#valueIn(commit, pin);
    return value !== undefined && value !== version;
  }

  /** Gives the parents that a pin's file may have come from: one that holds the same content, else all. */
  async origins(commit: LoggedCommit, pin: Pin): Promise<readonly string[]> {
    const { parents } = commit;
    const change = changeOf(commit, pin.file);
    for (const parent of parents.slice(1)) {
      const object = await this.#repository.objects.read(`${parent}:${pin.file}`);
      if (object?.oid === change?.after) return [parent];
    }
    return parents;
  }

  async #valueIn(commit: string, pin: Pin): Promise<string | undefined> {
    const text = await this.#repository.tree(commit).text(pin.file);
    return text === undefined ? undefined : await this.#read(text, pin);
  }

  async #value(oid: RawChange['after'], pin: Pin): Promise<string | undefined> {
    if (/^0+$/.test(oid)) return undefined;
    const key = JSON.stringify([oid, pin.format, pin.pointer, pin.form]);
    if (!this.#values.has(key)) {
      const object = await this.#repository.objects.read(oid);
      this.#values.set(key, object && (await this.#read(object.bytes.toString('utf8'), pin)));
    }
    return this.#values.get(key);
  }

  #read(text: string, pin: Pin): Promise<string | undefined> {
    return heldOnce(text, pin, this.#readPin);
  }
}
