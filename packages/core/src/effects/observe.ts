import { hideUserinfo } from '../git/userinfo.ts';
import type { CommandOptions, Effects, GitWrites, HttpSend, WriteOptions } from '../model/ports.ts';

/** One change of the world that was asked for. */
export interface Effect {
  /** From 1, in the order in which they were begun. */
  readonly number: number;
  readonly name: 'write' | 'send' | 'exec' | `repository.${keyof GitWrites}`;
  /** What it was about, in a few words: a path, a method with an address, a program, refs. */
  readonly subject: string;
  /** What was passed. It may hold bodies of any size; credentials are in it by name alone. */
  readonly request: readonly unknown[];
}

/** What came of an effect: what it gave, or what it threw. */
export type EffectOutcome = { readonly result: unknown } | { readonly error: unknown };

/** Is told of every effect. An error that it throws takes the place of the effect, or of its outcome. */
export interface EffectListener {
  /** Before anything happens. */
  before?(effect: Effect): void | Promise<void>;
  /** After it has happened, and before the caller knows. */
  after?(effect: Effect, outcome: EffectOutcome): void | Promise<void>;
}

/**
 * Gives effects that do the same and tell a listener of every change, numbered. Reading is not told. It is how faults
 * are put before and after each effect, and how a run is proven to change nothing.
 */
export function observe(effects: Effects, listener: EffectListener): Effects {
  const told = teller(listener);
  return {
    ...effects,
    write: told(
      'write',
      (path: string, content: string | Uint8Array, options?: WriteOptions) =>
        effects.write(path, content, options),
      (path) => path,
    ),
    send: told(
      'send',
      (request: HttpSend) => effects.send(request),
      ({ method, url }) => `${method} ${withoutQuery(url)}`,
    ),
    exec: told(
      'exec',
      (argv: readonly string[], options?: CommandOptions) => effects.exec(argv, options),
      ([program = '']) => program,
    ),
    repository: observeRepository(effects.repository, told),
  };
}

function observeRepository(repository: GitWrites, told: ReturnType<typeof teller>): GitWrites {
  type Request<M extends keyof GitWrites> = Parameters<GitWrites[M]>[0];
  return {
    commit: told(
      'repository.commit',
      (request: Request<'commit'>) => repository.commit(request),
      ({ message }) => message.split('\n', 1)[0] ?? '',
    ),
    blob: told(
      'repository.blob',
      (content: Request<'blob'>) => repository.blob(content),
      (content) => `${content.length} ${typeof content === 'string' ? 'characters' : 'bytes'}`,
    ),
    tag: told(
      'repository.tag',
      (request: Request<'tag'>) => repository.tag(request),
      ({ name }) => name,
    ),
    push: told(
      'repository.push',
      (request: Request<'push'>) => repository.push(request),
      ({ updates }) => updates.map(({ ref }) => ref).join(' '),
    ),
    writeFiles: told(
      'repository.writeFiles',
      (files: Request<'writeFiles'>) => repository.writeFiles(files),
      (files) => files.map(({ path }) => path).join(' '),
    ),
    follow: told(
      'repository.follow',
      (request: Request<'follow'>) => repository.follow(request),
      ({ to }) => to,
    ),
  };
}

/** Gives the means to make a telling function of an acting one. All of them count together. */
function teller(listener: EffectListener) {
  let count = 0;
  return <A extends readonly unknown[], R>(
    name: Effect['name'],
    act: (...args: A) => Promise<R>,
    subject: (...args: A) => string,
  ) =>
    async (...args: A): Promise<R> => {
      count += 1;
      const effect = { number: count, name, subject: subject(...args), request: args };
      await listener.before?.(effect);
      const outcome = await settled(act(...args));
      await listener.after?.(effect, outcome);
      if ('error' in outcome) throw outcome.error;
      return outcome.result;
    };
}

async function settled<T>(
  promise: Promise<T>,
): Promise<{ readonly result: T } | { readonly error: unknown }> {
  try {
    return { result: await promise };
  } catch (error) {
    return { error };
  }
}

const withoutQuery = (url: string) => hideUserinfo(url.replace(/[?#].*$/s, ''));
