import { nearest } from '../../model/nearest.ts';

/** Keys and indexes from the root of a configuration to a value. */
export type Path = readonly (string | number)[];

/** What a rule finds wrong with a value. */
export interface Finding {
  readonly kind: 'unknown' | 'missing' | 'invalid' | 'plugin';
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** Spells a path as one writes it in code: `flows.github.plugins[1].release`. */
export function spell(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else if (/^[\w$-]+$/.test(key)) text += text === '' ? key : `.${key}`;
    else text += `[${JSON.stringify(key)}]`;
  }
  return text;
}

/** Says in a few words what a value is: `the text "x"`, `a list`, `a function`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing (undefined)';
  if (value === null) return 'nothing (null)';
  if (typeof value === 'string')
    return value === '' ? 'an empty text' : `the text ${JSON.stringify(shorten(withoutUser(value)))}`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return `the ${typeof value} ${value}`;
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}()`;
  if (typeof value === 'symbol') return 'a symbol';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (value instanceof Promise) return 'a promise';
  if (value instanceof Date) return 'a date';
  return isRecord(value) ? 'an object' : `a ${value.constructor.name}`;
}

/** Who writes a password into an address is not to read it in a log as well. */
const withoutUser = (text: string): string => text.replace(/:\/\/[^/\s]*@/, '://…@');

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);

/** Gives the finding of a value that is something else than what is wanted. */
export const invalid = (value: unknown, path: Path, wanted: string): readonly Finding[] => [
  {
    kind: 'invalid',
    path,
    message: `It must be ${wanted}, and is ${describe(value)}.`,
    fix: `Give ${wanted}.`,
  },
];

/** Gives the finding of a key that an object must not have, with the name it is near to. */
export function unknownKey(key: string, valid: readonly string[], path: Path): Finding {
  const near = nearest(key, valid);
  const list = valid.map((name) => `"${name}"`).join(', ');
  const fix =
    near === undefined ? `Remove it. Valid here: ${list}.` : `Did you mean "${near}"? Valid here: ${list}.`;
  return { kind: 'unknown', path: [...path, key], message: `Unknown key "${key}".`, fix };
}

/** Gives the finding of a key that an object must have. */
export function missingKey(key: string, path: Path): Finding {
  return {
    kind: 'missing',
    path: [...path, key],
    message: `The key "${key}" is missing.`,
    fix: `Add "${key}".`,
  };
}

/** Tells an object with keys from lists, functions, dates, promises and the like. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return !(
    value instanceof Promise ||
    value instanceof Date ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof RegExp
  );
}
