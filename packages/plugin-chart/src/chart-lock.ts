import { createHash } from 'node:crypto';
import type { Problem, YamlValue } from '@launchway/core';
import { asString, type ChartFile, itemsOf, member, stringOf } from './metadata.ts';
import { chartProblems } from './problems.ts';

/**
 * Tells a Chart.lock that does not belong to its Chart.yaml, as `helm dependency build` does.
 * @param lock Chart.lock; a chart without one is not judged
 */
export function lockProblems(chart: ChartFile, lock: ChartFile): readonly Problem[] {
  const digest = stringOf(lock.tree, 'digest') ?? '';
  if (digest === lockDigest(chart.tree, lock.tree)) return [];
  return [
    chartProblems.error('CHART_LOCK_STALE', {
      message: `${lock.file} does not belong to the dependencies in ${chart.file}: its digest is another.`,
      fix: `Run \`helm dependency update\` in the chart's folder and commit ${lock.file}.`,
      where: { file: lock.file, line: member(lock.tree, 'digest')?.line ?? 1 },
    }),
  ];
}

/** Gives the digest helm writes into Chart.lock: SHA-256 of Go's JSON of both lists of dependencies. */
export function lockDigest(chart: YamlValue, lock: YamlValue): string {
  const lists = [chart, lock].map((file) => member(file, 'dependencies')?.value);
  const json = `[${lists.map((list) => (list?.kind === 'list' ? `[${itemsOf(list).map(dependencyJson).join(',')}]` : 'null')).join(',')}]`;
  return `sha256:${createHash('sha256').update(json).digest('hex')}`;
}

/** Go's json.Marshal of helm's Dependency: members in the order of the struct, empty ones left out but for two. */
function dependencyJson(value: YamlValue): string {
  const text = (key: string): string => stringOf(value, key) ?? '';
  const tags = itemsOf(member(value, 'tags')?.value).map((tag) => goString(asString(tag) ?? ''));
  const imports = itemsOf(member(value, 'import-values')?.value).map(goValue);
  const members = [
    `"name":${goString(text('name'))}`,
    text('version') && `"version":${goString(text('version'))}`,
    `"repository":${goString(text('repository'))}`,
    text('condition') && `"condition":${goString(text('condition'))}`,
    tags.length > 0 && `"tags":[${tags.join(',')}]`,
    text('enabled') === 'true' && '"enabled":true',
    imports.length > 0 && `"import-values":[${imports.join(',')}]`,
    text('alias') && `"alias":${goString(text('alias'))}`,
  ];
  return `{${members.filter((part) => typeof part === 'string' && part !== '').join(',')}}`;
}

/** Any value as Go writes it: keys of maps sorted, plain numbers and truth values as such. */
function goValue(value: YamlValue): string {
  if (value.kind === 'list') return `[${value.items.map(goValue).join(',')}]`;
  if (value.kind === 'map') {
    const entries = value.entries.toSorted((left, right) => (left.key < right.key ? -1 : 1));
    return `{${entries.map((entry) => `${goString(entry.key)}:${goValue(entry.value)}`).join(',')}}`;
  }
  if (value.kind !== 'scalar') return 'null';
  const read = asString(value) ?? '';
  return value.plain && /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(read) ? read : goString(read);
}

/** A JSON string with the characters escaped that Go escapes for the sake of HTML. */
function goString(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
