import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The temporary folders of a run. */
export interface Scratch {
  /** Makes a new empty folder that only this user can enter. */
  folder(): Promise<string>;
  /** Removes them all, now or, where that fails, when the process ends. */
  dispose(): Promise<void>;
}

/** Keeps all temporary folders below one, which is removed at the end, however the process ends. */
export function createScratch(): Scratch {
  let root: Promise<string> | undefined;
  let forget = () => {};

  const open = async () => {
    const path = await realpath(await temporary('launchway-'));
    forget = removeAtExit(path);
    return path;
  };
  return {
    folder: async () => {
      root ??= open();
      return mkdtemp(join(await root, 's-'));
    },
    dispose: async () => {
      const path = await root?.catch(() => undefined);
      root = undefined;
      if (path === undefined) return;
      // What cannot be removed now is no failure of the release; it is tried again when the process ends.
      await rm(path, { recursive: true, force: true, maxRetries: 3 }).then(forget, () => undefined);
    },
  };
}

/** `TMPDIR` may be relative, and not every program that is told of the folder works where this process does. */
const temporary = (prefix: string): Promise<string> => mkdtemp(resolve(tmpdir(), prefix));

/** Lends a new temporary folder to a piece of work. That it cannot be removed afterwards is no failure of the work. */
export async function inFolder<T>(purpose: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await temporary(`launchway-${purpose}-`);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Arranges for a folder's removal when the process ends. Gives the means to call it off. */
function removeAtExit(path: string): () => void {
  const remove = () => {
    try {
      rmSync(path, { recursive: true, force: true });
    } catch {
      // The process is ending and there is nobody left to tell; the system empties its temporary folder.
    }
  };
  const onSignal = (signal: NodeJS.Signals) => {
    // Somebody else who listens ends the run in an orderly way, and the folders may still be in use until then.
    if (process.listeners(signal).some((listener) => !endings.has(listener))) return;
    remove();
    process.removeListener(signal, onSignal);
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  endings.add(onSignal);
  process.on('exit', remove);
  for (const signal of signals) process.on(signal, onSignal);
  return () => {
    endings.delete(onSignal);
    process.removeListener('exit', remove);
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
}

/** Our own listeners, of every {@link Scratch} in the process. */
const endings = new Set<unknown>();
