/** Runs tasks, at most some of one name at a time; the others wait in line. */
export type Limiter = <T>(name: string, task: () => Promise<T>) => Promise<T>;

export function createLimiter(most: number): Limiter {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  const enter = async (name: string) => {
    const count = running.get(name) ?? 0;
    if (count < most) {
      running.set(name, count + 1);
      return;
    }
    await new Promise<void>((resolve) => {
      waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
    });
  };
  const leave = (name: string) => {
    const [next, ...others] = waiting.get(name) ?? [];
    waiting.set(name, others);
    if (next) next();
    else running.set(name, (running.get(name) ?? 1) - 1);
  };

  return async (name, task) => {
    await enter(name);
    try {
      return await task();
    } finally {
      leave(name);
    }
  };
}
