import { isMap, isScalar, isSeq, type ParsedNode, Scalar } from 'yaml';
import { lineAt, type TextFile } from '../text.ts';
import { isEmpty, parseYaml, type YamlFile } from './file.ts';

/** A YAML value with its place, for rules that look at a file; aliases are not followed. */
export type YamlValue =
  | { readonly kind: 'empty' | 'alias'; readonly line: number }
  | { readonly kind: 'scalar'; readonly line: number; readonly text: string; readonly plain: boolean }
  | { readonly kind: 'list'; readonly line: number; readonly items: readonly YamlValue[] }
  | { readonly kind: 'map'; readonly line: number; readonly entries: readonly YamlEntry[] };

/** A member of a map; the key is empty where it is no scalar. */
export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlValue;
}

/**
 * Reads a YAML file of one document into values with lines.
 * @throws the refusals of {@link parseYaml}
 */
export function yamlTree(source: TextFile): YamlValue {
  const file = parseYaml(source);
  return valueOf(file, file.root);
}

function valueOf(file: YamlFile, node: ParsedNode | null): YamlValue {
  const line = node === null ? 1 : lineAt(file.text, node.range[0]);
  if (node === null || isEmpty(file, node)) return { kind: 'empty', line };
  if (isScalar(node))
    return { kind: 'scalar', line, text: String(node.value), plain: node.type === Scalar.PLAIN };
  if (isSeq<ParsedNode>(node))
    return { kind: 'list', line, items: node.items.map((item) => valueOf(file, item)) };
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return { kind: 'alias', line };
  const entries = node.items.map(({ key, value }) => ({
    key: isScalar(key) ? String(key.value) : '',
    line: lineAt(file.text, key.range[0]),
    value: valueOf(file, value),
  }));
  return { kind: 'map', line, entries };
}
