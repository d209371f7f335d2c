import type { GoMapping, GoValue } from '../yaml/emit.ts';
import type { YamlMapping, YamlValue } from '../yaml/read.ts';
import { scalarText } from '../yaml/scalar.ts';

/** The path of a value in its file. */
export type Path = readonly (string | number)[];

/** A value of a kind its field does not take. */
export class FieldError extends Error {
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(message);
    this.name = 'FieldError';
    this.path = path;
  }
}

/**
 * Makes a field's value from what the file holds, as Go's JSON does with `omitempty`: nothing for an absent, null or
 * empty value.
 */
export type Decoder<T> = (value: YamlValue, path: Path) => T | undefined;

/** Text; numbers and booleans become what helm reads them as. */
export const text: Decoder<string> = (value, path) => {
  if (value === null) return undefined;
  if (typeof value === 'object') throw new FieldError(path, `${kindOf(value)} stands where a text belongs`);
  return scalarText(value) || undefined;
};

/** Gives a value as helm puts it into a field that is text, empty for none; nothing for lists and mappings. */
export function textOf(value: YamlValue | undefined): string | undefined {
  if (value === undefined || (typeof value === 'object' && value !== null)) return undefined;
  return value === null ? '' : scalarText(value);
}

/** Text that is written even when it is empty. */
export const requiredText = (value: YamlValue, path: Path): string => text(value, path) ?? '';

export const flag: Decoder<boolean> = (value, path) => {
  if (value === null) return undefined;
  if (typeof value !== 'boolean')
    throw new FieldError(path, `${kindOf(value)} stands where true or false belongs`);
  return value || undefined;
};

export function list<T>(item: (value: YamlValue, path: Path) => T): Decoder<readonly T[]> {
  return (value, path) => {
    if (value === null) return undefined;
    if (!Array.isArray(value)) throw new FieldError(path, `${kindOf(value)} stands where a list belongs`);
    return value.length === 0 ? undefined : value.map((one: YamlValue, at) => item(one, [...path, at]));
  };
}

/** A mapping of texts. */
export const texts: Decoder<Readonly<Record<string, string>>> = (value, path) => {
  if (value === null) return undefined;
  if (!isMapping(value)) throw new FieldError(path, `${kindOf(value)} stands where a mapping belongs`);
  const entries = [...value].map(([key, member]): [string, string] => [
    key,
    requiredText(member, [...path, key]),
  ]);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(byBytes));
};

/** Anything, as Go's JSON would carry it. */
export function anything(value: YamlValue): GoValue {
  if (Array.isArray(value)) return value.map((item: YamlValue) => anything(item));
  if (isMapping(value)) {
    return Object.fromEntries(
      [...value].sort(byBytes).map(([key, member]) => [key, anything(member)]),
    ) as GoMapping;
  }
  const integral = typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63;
  return integral ? BigInt(value) : (value as GoValue);
}

/** The decoders of a structure's fields, in the order Go writes them. */
export type Fields<T> = { readonly [K in keyof T]-?: Decoder<Exclude<T[K], undefined>> };

/** Reads a structure: names of fields by any case, the last in the order of bytes wins, unknown ones are passed over. */
export function structure<T extends object>(value: YamlValue, fields: Fields<T>, path: Path): Partial<T> {
  if (!isMapping(value)) throw new FieldError(path, `${kindOf(value)} stands where a mapping belongs`);
  const byName = new Map(
    [...value].sort(byBytes).map(([key, member]) => [key.toLowerCase(), { key, member }]),
  );
  const result: Partial<T> = {};
  for (const name of Object.keys(fields) as (keyof T & string)[]) {
    const found = byName.get(name.toLowerCase());
    const decoded = fields[name](found?.member ?? null, [...path, found?.key ?? name]);
    if (decoded !== undefined) result[name] = decoded;
  }
  return result;
}

const isMapping = (value: unknown): value is YamlMapping => value instanceof Map;

function kindOf(value: YamlValue): string {
  if (Array.isArray(value)) return 'a list';
  if (isMapping(value)) return 'a mapping';
  if (value === null || typeof value === 'object') return 'nothing';
  if (typeof value === 'boolean') return `the truth value ${value}`;
  return typeof value === 'string' ? `the text ${JSON.stringify(value)}` : `the number ${scalarText(value)}`;
}

function byBytes(left: readonly [string, unknown], right: readonly [string, unknown]): number {
  return Buffer.compare(Buffer.from(left[0]), Buffer.from(right[0]));
}
