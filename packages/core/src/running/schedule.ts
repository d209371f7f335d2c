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
  const waiting = new Map(tasks.map((task) => [task.id, task]));
  const ended = new Map<string, Finished>();
  const active = new Set<Promise<void>>();
  const isOpen = (id: string): boolean => waiting.has(id) || (tasks.some((task) => task.id === id) && !ended.has(id));

  const start = (task: T): void => {
    waiting.delete(task.id);
    const work = run(task).then((finished) => {
      ended.set(task.id, finished);
      active.delete(work);
    });
    active.add(work);
  };

  while (waiting.size > 0 || active.size > 0) {
    for (const task of [...waiting.values()]) {
      const missing = task.needs.find((need) => ended.get(need) === false);
      if (missing !== undefined) {
        waiting.delete(task.id);
        ended.set(task.id, false);
        skip(task, missing);
      } else if (active.size < limit && !task.needs.some(isOpen)) {
        start(task);
      }
    }
    if (active.size > 0) await Promise.race(active);
    else if (![...waiting.values()].some((task) => !task.needs.some(isOpen) || task.needs.some((need) => ended.get(need) === false))) break;
  }
}
