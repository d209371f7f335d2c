import { helmString, type YamlEditor, type YamlEntry, type YamlValue } from '@launchway/core';

/** Gives a member of a map. helm matches keys of Chart.yaml in any case; the exact one is preferred. */
export function member(value: YamlValue | undefined, key: string): YamlEntry | undefined {
  if (value?.kind !== 'map') return undefined;
  const lower = key.toLowerCase();
  return (
    value.entries.find((entry) => entry.key === key) ??
    value.entries.find((entry) => entry.key.toLowerCase() === lower)
  );
}

/** Gives the string helm makes of a value; nothing for lists and maps. */
export function asString(value: YamlValue | undefined): string | undefined {
  if (value?.kind === 'empty') return '';
  if (value?.kind !== 'scalar') return undefined;
  return value.plain ? helmString(value.text) : value.text;
}

/** Gives the string of a member, or nothing when it is missing or no string. */
export function stringOf(value: YamlValue | undefined, key: string): string | undefined {
  return asString(member(value, key)?.value);
}

/** Gives the items of a list, or none. */
export function itemsOf(value: YamlValue | undefined): readonly YamlValue[] {
  return value?.kind === 'list' ? value.items : [];
}

/** A file of the chart that is read as YAML. */
export interface ChartFile {
  readonly file: string;
  readonly tree: YamlValue;
}

/** Parses a file of the chart. */
export function chartFile(yaml: YamlEditor, file: string, text: string): ChartFile {
  return { file, tree: yaml.tree({ file, text }) };
}
