import { createHash } from 'node:crypto';
import type { GoMapping, GoValue } from '../yaml/emit.ts';
import type { YamlValue } from '../yaml/read.ts';
import { FieldError, type Fields, list, requiredText, structure } from './decode.ts';
import { goJson } from './gojson.ts';
import { type Dependency, dependency, readMetadata } from './metadata.ts';

/** What Chart.lock or requirements.lock says. */
export type ChartLock = {
  /** Date of the lock, RFC 3339. */
  readonly generated: string;
  readonly digest: string;
  readonly dependencies: readonly (Dependency | null)[] | null;
};

const fields: Fields<ChartLock> = {
  generated: (value, path) =>
    goTime(value === null ? '0001-01-01T00:00:00Z' : requiredText(value, path), path),
  digest: requiredText,
  dependencies: list(dependency),
};

/**
 * Reads a lock file from its value.
 * @throws FieldError for a value of a kind its field does not take
 */
export function readLock(value: YamlValue): ChartLock {
  const { generated = '', digest = '', dependencies } = structure(value ?? new Map(), fields, []);
  const none = value instanceof Map && Array.isArray(value.get('dependencies')) ? [] : null;
  return { generated, digest, dependencies: dependencies ?? none };
}

/** The lock as a value for the writers of YAML and JSON. */
export const lockValue = (lock: ChartLock): GoMapping => ({
  generated: lock.generated,
  digest: lock.digest,
  dependencies: lock.dependencies as GoValue,
});

const rfc3339 = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[-+]\d\d:\d\d)$/;

/** Gives a time as Go writes it back: no zeros at the end of the fraction, `Z` for no offset. */
function goTime(text: string, path: readonly (string | number)[]): string {
  const [, seconds, fraction = '', zone] = rfc3339.exec(text) ?? [];
  if (seconds === undefined)
    throw new FieldError(path, `${JSON.stringify(text)} is not a time such as 2026-01-31T12:00:00Z`);
  const digits = fraction.slice(0, 10).replace(/\.?0+$/, '');
  return `${seconds}${digits}${zone === '+00:00' || zone === '-00:00' ? 'Z' : zone}`;
}

/**
 * Gives the digest helm writes into Chart.lock: of the dependencies that are asked for, and of those that were found.
 * @throws FieldError for a value of a kind its field does not take
 */
export function lockDigest(chart: YamlValue, lock: YamlValue): string {
  const lists = [readMetadata(chart).dependencies ?? null, readLock(lock).dependencies];
  return `sha256:${createHash('sha256')
    .update(goJson(lists as readonly GoValue[]))
    .digest('hex')}`;
}
