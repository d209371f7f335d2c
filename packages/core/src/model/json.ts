import { createHash } from 'node:crypto';

/** Whatever JSON can say. Plans, steps and outputs are made of nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** An object of JSON. */
export type JsonObject = { readonly [key: string]: Json };

/**
 * Gives the one spelling of a JSON value: keys sorted by code unit, no white space, absent members left out
 * (RFC 8785 for the values used here).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

/**
 * Gives a value with every object's keys in order: what is so already as it is, the rest copied, which takes a third of the
 * time of a replacer that `JSON.stringify` calls.
 */
function sorted(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (Array.isArray(value)) return sortedItems(value);
  const keys = Object.keys(value);
  let copy = keys.every(isInOrder) ? undefined : copyOf(value, keys.sort());
  for (const key of keys) {
    const member = sorted(value[key]);
    if (member === value[key]) continue;
    copy ??= copyOf(value, keys);
    copy[key] = member;
  }
  return copy ?? value;
}

function sortedItems(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (const [at, item] of items.entries()) {
    const own = sorted(item);
    if (own === item) continue;
    copy ??= [...items];
    copy[at] = own;
  }
  return copy ?? items;
}

const isInOrder = (key: string, at: number, keys: readonly string[]): boolean =>
  at === 0 || (keys[at - 1] ?? '') < key;

function copyOf(value: Readonly<Record<string, unknown>>, keys: readonly string[]): Members {
  const copy = new Members();
  for (const key of keys) copy[key] = value[key];
  return copy;
}

/** An object without setters, to which even a member called `__proto__` can be given. */
class Members {
  [key: string]: unknown;
}
Object.setPrototypeOf(Members.prototype, null);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Gives `sha256:` and the lower-case hex digest of text (as UTF-8) or bytes. */
export function sha256(content: string | Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** Freezes a value and all it holds, so that no hook can change what the next one reads. */
export function deepFreeze<T>(value: T): T {
  if (!isObject(value) || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  if (Array.isArray(value)) value.forEach(deepFreeze);
  else for (const key in value) deepFreeze(value[key]);
  return value;
}
