import { clearTimeout, setTimeout } from 'node:timers';

const grace = 3000;
const running = new Set<number>();

/** Sees to it that a group of processes ends when this one does. Gives the means to call it off. */
function trackTree(pid: number): () => void {
  if (running.size === 0) process.on('exit', endAll);
  running.add(pid);
  return () => {
    running.delete(pid);
    if (running.size === 0) process.off('exit', endAll);
  };
}

function endAll(): void {
  for (const pid of running) signalTree(pid, 'SIGKILL');
}

/** Asks a group of processes to end, and makes it when it does not within three seconds. */
function endTree(pid: number): void {
  signalTree(pid, 'SIGTERM');
  setTimeout(() => signalTree(pid, 'SIGKILL'), grace).unref();
}

/** The end of a process that has a time limit. */
export interface TimedEnd {
  /** To be called when the process has ended. */
  readonly clear: () => void;
  readonly timedOut: () => boolean;
}

/** Ends a program and all it started when its time is over, or the run is interrupted. */
export function endOnTime(
  pid: number | undefined,
  timeout: number,
  signal: AbortSignal | undefined,
): TimedEnd {
  if (pid === undefined) return { clear: () => {}, timedOut: () => false };
  const untrack = trackTree(pid);
  let late = false;
  const end = () => endTree(pid);
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeout);
  signal?.addEventListener('abort', end, { once: true });
  const clear = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    untrack();
  };
  return { clear, timedOut: () => late };
}

function signalTree(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}
