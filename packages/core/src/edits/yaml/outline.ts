import { isAlias, isMap, isScalar, isSeq, type ParsedNode } from 'yaml';
import { isEmpty, type YamlFile } from './file.ts';

/**
 * Describes all that a YAML file says except one value: kinds, keys in order, tags, anchors, aliases, styles and
 * scalars. Two files with one outline differ in that value, in comments and in white space alone.
 */
export function yamlOutline(file: YamlFile, except: readonly string[]): string {
  const lines: string[] = [];
  describe(file.root, except);
  return lines.join('\n');

  function describe(node: ParsedNode | null, rest: readonly string[] | undefined): void {
    if (node === null || isEmpty(file, node)) return void lines.push('empty');
    if (isAlias(node)) return void lines.push(`alias ${node.source}`);
    const marks = `${node.tag ?? ''} ${node.anchor ?? ''}`;
    if (isScalar(node)) return void lines.push(`${node.type} ${marks} ${JSON.stringify(node.value)}`);
    lines.push(`${isMap(node) ? 'map' : 'list'} ${marks} ${node.flow === true} (`);
    if (isMap<ParsedNode, ParsedNode | null>(node))
      for (const pair of node.items) describePair(pair.key, pair.value, rest);
    else if (isSeq<ParsedNode>(node))
      node.items.forEach((item, index) => describe(item, step(rest, String(index))));
    lines.push(')');
  }

  function describePair(
    key: ParsedNode,
    value: ParsedNode | null,
    rest: readonly string[] | undefined,
  ): void {
    const inner = isScalar(key) ? step(rest, String(key.value)) : undefined;
    if (inner?.length === 0) return;
    describe(key, undefined);
    lines.push(':');
    describe(value, inner);
  }
}

function step(rest: readonly string[] | undefined, key: string): readonly string[] | undefined {
  return rest?.[0] === key ? rest.slice(1) : undefined;
}
