/** Tells which of some files have changes that are not committed. */
export type AskUncommitted = (paths: readonly string[]) => Promise<readonly string[]>;

/** Knows which files have changes that are not committed. Those that are likely to be asked about are looked at ahead. */
export class Uncommitted {
  readonly #ask: AskUncommitted;
  readonly #likely: ReadonlySet<string>;
  #ahead: Promise<readonly string[]> | undefined;

  /** @param likely the files that a plan is likely to change, such as those of its pins */
  constructor(ask: AskUncommitted, likely: readonly string[]) {
    this.#ask = ask;
    this.#likely = new Set(likely);
  }

  /** Lets git look while other things are read. */
  begin(): void {
    this.#ahead ??= this.#ask([...this.#likely]);
    this.#ahead.catch(() => undefined); // told to whoever asks
  }

  /** Gives those of the files that have changes. */
  async among(paths: readonly string[]): Promise<readonly string[]> {
    this.begin();
    const others = paths.filter((path) => !this.#likely.has(path));
    const [ahead = [], late] = await Promise.all([this.#ahead, this.#ask(others)]);
    return paths.filter((path) => ahead.includes(path) || late.includes(path));
  }
}
