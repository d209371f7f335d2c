/**
 * Says where two values of JSON first differ, and how: `steps[2].input.at: 1, then 2`. Nothing where they are the same.
 * @param path where the values stand
 */
export function difference(left: unknown, right: unknown, path = ''): string | undefined {
  if (spelled(left) === spelled(right)) return undefined;
  if (!isBranching(left) || !isBranching(right) || Array.isArray(left) !== Array.isArray(right))
    return `${path === '' ? 'all of it' : path}: ${cut(spelled(left))}, then ${cut(spelled(right))}`;
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  for (const key of keys) {
    const found = difference(
      left[key],
      right[key],
      Array.isArray(left) ? `${path}[${key}]` : join(path, key),
    );
    if (found !== undefined) return found;
  }
  return `${path === '' ? 'all of it' : path}: the order of its keys`;
}

/** Gives the place of the first text in a value that holds one of these. */
export function placeOf(value: unknown, texts: readonly string[], path = ''): string | undefined {
  if (typeof value === 'string')
    return texts.some((text) => value.includes(text)) ? path || 'all of it' : undefined;
  if (!isBranching(value)) return undefined;
  for (const [key, member] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${path}[${key}]` : join(path, key);
    const found = placeOf(member, texts, here) ?? placeOf(key, texts, `${path} (a name)`.trim());
    if (found !== undefined) return found;
  }
  return undefined;
}

const join = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

const isBranching = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const spelled = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

const cut = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
