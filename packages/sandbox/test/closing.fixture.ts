import { onTestFinished } from 'vitest';

interface Closable {
  close(): unknown;
}

/** The same for one test, which is closed when that has finished: what was made last is closed first. */
export async function closedWithTest<T extends Closable>(made: Promise<T>): Promise<T> {
  const closable = await made;
  onTestFinished(async () => void (await closable.close()));
  return closable;
}
