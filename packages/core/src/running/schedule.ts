/** How a task ended: `false` keeps the tasks that need it from starting. */
export type Finished = boolean;

export interface Task {
  readonly id: string;
  readonly needs: readonly string[];
}

/**
 * Runs tasks in parallel as their needs allow. One that fails does not stop the others; what needs it is skipped.
 * Needs that are not among the tasks count as met.
 * @param limit how many run at once
 * @param run must not reject
 * @param skip is told of each task that could not start, with the need that is missing
 */
export async function schedule<T extends Task>(
  tasks: readonly T[],
  limit: number,
  run: (task: T) => Promise<Finished>,
  skip: (task: T, need: string) => void,
): Promise<void> {
  const ids = new Set(tasks.map((task) => task.id));
  const ended = new Map<string, Finished>();
  const active = new Set<Promise<void>>();
  let waiting: readonly T[] = tasks;

  const start = (task: T): void => {
    const work = run(task).then((finished) => {
      ended.set(task.id, finished);
      active.delete(work);
    });
    active.add(work);
  };

  /** Starts or skips the task where that can be decided now; tells whether it could. */
  const decide = (task: T): boolean => {
    const missing = task.needs.find((need) => ended.get(need) === false);
    if (missing !== undefined) {
      ended.set(task.id, false);
      skip(task, missing);
      return true;
    }
    if (active.size >= limit || task.needs.some((need) => ids.has(need) && !ended.has(need))) return false;
    start(task);
    return true;
  };

  for (;;) {
    const before = waiting.length;
    waiting = waiting.filter((task) => !decide(task));
    if (active.size > 0) await Promise.race(active);
    else if (waiting.length === before) return;
  }
}
