/** A circle that keeps a list from being ordered: the names along it. */
export interface Cycle {
  readonly cycle: readonly string[];
}

/**
 * Orders items so that each comes after those it names, keeping the given order otherwise.
 * @returns the ordered items, or the first circle found
 */
export function topologicalOrder<T>(
  items: readonly T[],
  idOf: (item: T) => string,
  before: (item: T) => readonly string[],
): readonly T[] | Cycle {
  const byId = new Map(items.map((item) => [idOf(item), item]));
  const ordered: T[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];

  const visit = (id: string): Cycle | undefined => {
    const item = byId.get(id);
    if (item === undefined || state.get(id) === 'done') return undefined;
    if (state.get(id) === 'open') return { cycle: [...path.slice(path.indexOf(id)), id] };
    state.set(id, 'open');
    path.push(id);
    for (const earlier of before(item)) {
      const found = visit(earlier);
      if (found) return found;
    }
    path.pop();
    state.set(id, 'done');
    ordered.push(item);
    return undefined;
  };

  for (const item of items) {
    const found = visit(idOf(item));
    if (found) return found;
  }
  return ordered;
}

export const isCycle = (value: object): value is Cycle => 'cycle' in value;
