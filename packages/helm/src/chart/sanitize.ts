import type { ChartMetadata, Dependency, Maintainer } from './metadata.ts';

const space = /\p{White_Space}/gu;
const unprintable = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/** Makes every white space a space and drops what cannot be printed, as helm does to most fields. */
function sanitize(text: string): string {
  return text.replace(space, ' ').replace(unprintable, '');
}

const cleaned = [
  'name',
  'description',
  'home',
  'icon',
  'condition',
  'tags',
  'appVersion',
  'kubeVersion',
] as const;

/** Gives the metadata as helm keeps it once it has loaded the chart. `version` and annotations stay as they are. */
export function sanitizeMetadata(metadata: ChartMetadata): ChartMetadata {
  const result: Record<string, unknown> = { ...metadata };
  for (const field of cleaned) replace(result, field, sanitize);
  for (const field of ['sources', 'keywords'])
    replace(result, field, (texts: readonly string[]) => texts.map(sanitize));
  replace(result, 'maintainers', (people: readonly (Maintainer | null)[]) => people.map(cleanMaintainer));
  replace(result, 'dependencies', (all: readonly (Dependency | null)[]) => all.map(cleanDependency));
  return result;
}

/** Replaces a member in its place; one that becomes empty is left out. */
function replace<T>(record: Record<string, unknown>, field: string, change: (value: T) => T): void {
  if (record[field] === undefined) return;
  const changed = change(record[field] as T);
  if (changed === '') delete record[field];
  else record[field] = changed;
}

function cleanMaintainer(maintainer: Maintainer | null): Maintainer | null {
  if (maintainer === null) return null;
  const result: Record<string, unknown> = { ...maintainer };
  for (const field of ['name', 'email', 'url']) replace(result, field, sanitize);
  return result;
}

function cleanDependency(dependency: Dependency | null): Dependency | null {
  if (dependency === null) return null;
  const result: Record<string, unknown> = { ...dependency };
  for (const field of ['version', 'condition']) replace(result, field, sanitize);
  replace(result, 'tags', (tags: readonly string[]) => tags.map(sanitize));
  return { ...result, name: sanitize(dependency.name), repository: sanitize(dependency.repository) };
}
