import { textOf, type YamlFile, type YamlMapping, type YamlValue } from '@launchway/helm';

/** A file of the chart that is read as helm reads YAML. */
export interface ChartFile extends YamlFile {
  readonly file: string;
}

/** Gives a member of a mapping. helm matches keys of Chart.yaml in any case; the exact one is preferred. */
export function member(value: YamlValue | undefined, key: string): YamlValue | undefined {
  if (!isMapping(value)) return undefined;
  if (value.has(key)) return value.get(key);
  const lower = key.toLowerCase();
  return [...value].find(([name]) => name.toLowerCase() === lower)?.[1];
}

/** Gives the text of a member, as helm reads it into a string. */
export function stringOf(value: YamlValue | undefined, key: string): string | undefined {
  return textOf(member(value, key));
}

export function isMapping(value: YamlValue | undefined): value is YamlMapping {
  return value instanceof Map;
}

/** Gives the items of a list, or none. */
export function itemsOf(value: YamlValue | undefined): readonly YamlValue[] {
  return Array.isArray(value) ? (value as readonly YamlValue[]) : [];
}

/** Where a value of a file is, for problems. */
export function placeOf(chart: ChartFile, ...path: (string | number)[]): { file: string; line: number } {
  return { file: chart.file, line: chart.lineOf(path) ?? 1 };
}
