import type { Path } from '../rules/findings.ts';

/** 1-based line and column of a text. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Gives the line and column of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}

/** Finds where in a JSON or YAML text the key or item at a path stands; the nearest parent when it does not. */
export async function locate(text: string, path: Path): Promise<Position | undefined> {
  const { isMap, isPair, isSeq, isScalar, parseDocument } = await import('yaml');
  const childOf = (node: unknown, key: Path[number]): unknown => {
    if (isMap(node))
      return node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    return isSeq(node) && typeof key === 'number' ? node.items[key] : undefined;
  };
  let node: unknown = parseDocument(text, { strict: false, uniqueKeys: false }).contents;
  let found: number | undefined;
  for (const key of path) {
    const next = childOf(node, key);
    if (next === undefined) break;
    const at: unknown = isPair(next) ? next.key : next;
    if (typeof at === 'object' && at !== null && 'range' in at && Array.isArray(at.range))
      found = Number(at.range[0]);
    node = isPair(next) ? next.value : next;
  }
  return found === undefined ? undefined : positionAt(text, found);
}
