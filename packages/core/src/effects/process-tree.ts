import { setTimeout } from 'node:timers';

const grace = 3000;
const running = new Set<number>();

/** Sees to it that a group of processes ends when this one does. Gives the means to call it off. */
export function trackTree(pid: number): () => void {
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
export function endTree(pid: number): void {
  signalTree(pid, 'SIGTERM');
  setTimeout(() => signalTree(pid, 'SIGKILL'), grace).unref();
}

function signalTree(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal);
  } catch {
    // It has ended by itself.
  }
}
