import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { Composer, Parser } from 'yaml';
import { yamlTooDeepAt } from '@launchway/core';
import { YamlError } from './error.ts';
import { resolvePlain, scalarText } from './scalar.ts';

/** A value as helm sees it in a YAML file: text that was quoted stays text, the rest is resolved as YAML 1.1. */
export type YamlValue = null | boolean | bigint | number | string | readonly YamlValue[] | YamlMapping;
/** A mapping; its keys as text. */
export type YamlMapping = ReadonlyMap<string, YamlValue>;

/** A YAML file that was read, and where its values stand. */
export interface YamlFile {
  readonly value: YamlValue;
  /** The 1-based line of the value at a path of keys and positions, or of the nearest value above it. */
  lineOf(path: readonly (string | number)[]): number | undefined;
  /** The text of an unquoted scalar as it is written; helm may read another one. */
  sourceOf(path: readonly (string | number)[]): string | undefined;
}

/** More than any chart needs; a file of nested aliases would be billions. */
const mostNodes = 2_000_000;

/** Lists and mappings within each other; the parser recurses. */
const deepest = 500;

const options = { schema: 'failsafe', uniqueKeys: false, strict: false, logLevel: 'silent' } as const;

/**
 * Reads the first document of a YAML text as helm does: the last of two equal keys wins, merge keys are followed.
 * @throws YamlError when it is not YAML
 */
export function readYaml(text: string): YamlFile {
  return readDocuments(text, 1)[0] ?? { value: null, lineOf: () => undefined, sourceOf: () => undefined };
}

/** Reads every document of a YAML text, or the first few. */
export function readDocuments(text: string, most = Number.POSITIVE_INFINITY): readonly YamlFile[] {
  const lines = new LineCounter();
  const files: YamlFile[] = [];
  const deep = yamlTooDeepAt(text, new Lexer().lex(text), deepest);
  if (deep !== undefined)
    throw new YamlError('The file is nested too deeply', text.slice(0, deep).split('\n').length);
  const parser = new Parser(lines.addNewLine);
  for (const document of new Composer(options).compose(
    parser.parse(text.replace(/^\ufeff/, '')),
    true,
    text.length,
  )) {
    files.push(fileOf(document, lines));
    if (files.length >= most) break;
  }
  return files;
}

function fileOf(document: Document.Parsed | Document, lines: LineCounter): YamlFile {
  const error = document.errors[0];
  if (error !== undefined) {
    throw new YamlError(
      error.message.split(/ at line \d+|\n/)[0] ?? error.message,
      lines.linePos(error.pos[0]).line,
    );
  }
  const reader = new Reader(lines);
  return {
    value: reader.value(document.contents),
    lineOf: (path) => lineAt(document.contents, path, lines),
    sourceOf: (path) => sourceAt(document.contents, path),
  };
}

class Reader {
  #nodes = 0;
  /** The newest node of each anchor, in the order of the text. */
  readonly #anchors = new Map<string, Node>();
  /** What each alias stood for where it was met first. */
  readonly #targets = new Map<Alias, Node>();
  /** Nodes that are being read, which no alias inside of them may mean. */
  readonly #open = new Set<Node>();
  readonly #seen = new Set<Node>();
  readonly #lines: LineCounter;

  constructor(lines: LineCounter) {
    this.#lines = lines;
  }

  value(node: unknown): YamlValue {
    if (++this.#nodes > mostNodes) throw new YamlError('The file holds too many nested aliases');
    if (isAlias(node)) return this.value(this.#target(node));
    if (isScalar(node)) return scalarValue(this.#anchored(node));
    if (!isMap(node) && !isSeq(node)) return null;
    this.#open.add(this.#anchored(node));
    const value = isMap(node) ? this.#mapping(node.items) : node.items.map((item) => this.value(item));
    this.#open.delete(node);
    return value;
  }

  /** Keeps what an anchor names; a node that is read again through an alias is none that comes later. */
  #anchored<T extends Scalar | YAMLMap | YAMLSeq>(node: T): T {
    if (node.anchor !== undefined && !this.#seen.has(node)) this.#anchors.set(node.anchor, node);
    this.#seen.add(node);
    return node;
  }

  #target(alias: Alias): Node {
    const found = this.#targets.get(alias) ?? this.#anchors.get(alias.source);
    if (found === undefined) return this.#fail(alias, `unknown anchor '${alias.source}' referenced`);
    if (this.#open.has(found)) return this.#fail(alias, `anchor '${alias.source}' value contains itself`);
    this.#targets.set(alias, found);
    return found;
  }

  #mapping(pairs: readonly Pair[]): YamlMapping {
    const mapping = new Map<string, YamlValue>();
    for (const pair of pairs) {
      if (isMergeKey(pair.key)) this.#merge(this.value(pair.value), mapping, pair.key);
      else mapping.set(this.#key(pair.key), this.value(pair.value));
    }
    return mapping;
  }

  #merge(value: YamlValue, into: Map<string, YamlValue>, at: unknown): void {
    if (value instanceof Map) for (const [key, member] of value) into.set(key, member);
    else if (Array.isArray(value)) for (const one of value.toReversed()) this.#merge(one, into, at);
    else this.#fail(at, 'map merge requires map or sequence of maps as the value');
  }

  #key(node: unknown): string {
    const value = this.value(node);
    if (value === null || typeof value === 'object')
      return this.#fail(node, 'a key is neither text nor number nor boolean');
    return scalarText(value);
  }

  #fail(node: unknown, message: string): never {
    const start = (node as Node | null)?.range?.[0];
    throw new YamlError(message, start === undefined ? undefined : this.#lines.linePos(start).line);
  }
}

function scalarValue(node: Scalar): YamlValue {
  const text = typeof node.value === 'string' ? node.value : '';
  if (node.tag === 'tag:yaml.org,2002:str' || node.type !== Scalar.PLAIN) return text;
  return resolvePlain(text).value;
}

const isMergeKey = (key: unknown): boolean =>
  isScalar(key) && key.value === '<<' && (key.type === Scalar.PLAIN || key.type === undefined);

function lineAt(root: unknown, path: readonly (string | number)[], lines: LineCounter): number | undefined {
  let node = root;
  let start = rangeStart(root);
  for (const step of path) {
    const found = childOf(node, step);
    if (found === undefined) break;
    node = found.value;
    start = rangeStart(found.at) ?? start;
  }
  return start === undefined ? undefined : lines.linePos(start).line;
}

function sourceAt(root: unknown, path: readonly (string | number)[]): string | undefined {
  const node = path.reduce<unknown>((value, step) => childOf(value, step)?.value, root);
  return isScalar(node) && node.type === Scalar.PLAIN ? String(node.value) : undefined;
}

/** The last member with that key, by any case, as helm matches keys; or the item at a position. */
function childOf(
  node: unknown,
  step: string | number,
): { readonly at: unknown; readonly value: unknown } | undefined {
  if (isSeq(node) && typeof step === 'number') return { at: node.items[step], value: node.items[step] };
  if (!isMap(node)) return undefined;
  const pair = membersOf(node).get(String(step).toLowerCase());
  return pair === undefined ? undefined : { at: pair.key, value: pair.value };
}

const known = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** The members of a mapping by their keys in lower case; of equal ones the last. */
function membersOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  let members = known.get(map);
  if (members === undefined) {
    members = new Map(
      map.items.flatMap((pair): [string, Pair][] =>
        isScalar(pair.key) ? [[String(pair.key.value).toLowerCase(), pair]] : [],
      ),
    );
    known.set(map, members);
  }
  return members;
}

const rangeStart = (node: unknown): number | undefined =>
  (node as Node | null | undefined)?.range?.[0] ?? undefined;
