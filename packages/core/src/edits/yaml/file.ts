import {
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Pair,
  type ParsedNode,
  parseAllDocuments,
  type Scalar,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { defined } from '../../model/defined.ts';
import { duplicateKey, guardText, tooDeep } from '../guard.ts';
import { editProblems } from '../problems.ts';
import { keepingRecent, lineAt, spellPointer, type TextFile } from '../text.ts';
import { yamlTooDeepAt } from './depth.ts';

/** A YAML file as its parser sees it; every scalar is a string, as it is written. */
export interface YamlFile extends TextFile {
  readonly root: ParsedNode | null;
}

export type YamlMap = YAMLMap.Parsed;
export type YamlPair = Pair<ParsedNode, ParsedNode | null>;

/** Deep enough for any file with a version, shallow enough for a recursive parser. */
const deepest = 100;

/**
 * Parses a YAML file of one document without resolving aliases.
 * @throws PIN_ENCODING, PIN_TOO_DEEP, PIN_UNREADABLE, PIN_DUPLICATE_KEY, PIN_SEVERAL_DOCUMENTS
 */
export const parseYaml: (source: TextFile) => YamlFile = keepingRecent((source) => {
  guardText(source, 'yaml');
  guardDepth(source);
  const documents = parseAllDocuments(source.text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
  });
  if (!Array.isArray(documents)) return { ...source, root: null };
  for (const document of documents) {
    const [error] = document.errors;
    if (error !== undefined) throw unreadable(source, error);
  }
  const [first, second] = documents;
  if (second !== undefined) throw severalDocuments(source, second.range[0]);
  const root = first?.contents ?? null;
  refuseDuplicates(source, root);
  return { ...source, root };
});

function guardDepth({ file, text }: TextFile): void {
  const at = yamlTooDeepAt(text, new Lexer().lex(text), deepest);
  if (at !== undefined) throw tooDeep(file, lineAt(text, at));
}

/** Not left to the parser, which compares each key of a map with all before it. */
function refuseDuplicates(source: TextFile, node: ParsedNode | null): void {
  if (isSeq<ParsedNode>(node)) for (const item of node.items) refuseDuplicates(source, item);
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return;
  const seen = new Set<unknown>();
  for (const { key, value } of node.items) {
    if (isScalar(key) && seen.has(key.value))
      throw duplicateKey(source, key.range[0], source.text.slice(key.range[0], key.range[1]));
    if (isScalar(key)) seen.add(key.value);
    else refuseDuplicates(source, key);
    refuseDuplicates(source, value);
  }
}

function unreadable({ file, text }: TextFile, error: YAMLError): Error {
  const line = lineAt(text, error.pos[0]);
  return editProblems.refusal(
    'PIN_UNREADABLE',
    {
      message: `${file} is not valid YAML: ${error.message} (line ${line}).`,
      fix: `Correct line ${line} of ${file}.`,
      where: { file, line },
    },
    error,
  );
}

function severalDocuments({ file, text }: TextFile, offset: number): Error {
  const line = lineAt(text, offset);
  return editProblems.refusal('PIN_SEVERAL_DOCUMENTS', {
    message: `${file} holds several YAML documents; another one begins on line ${line}.`,
    fix: 'Keep one document in the file.',
    where: { file, line },
  });
}

/** Where a pointer leads: to a pair of a map, or to the map that lacks the key. */
export interface YamlPlace {
  readonly map: YamlMap;
  readonly key: string;
  readonly pair?: YamlPair;
}

/**
 * Follows a pointer as far as it goes. Keys are matched exactly; a number is an item of a list.
 * @returns nothing when a map on the way is missing, or is no map
 */
export function findYaml(file: YamlFile, pointer: readonly string[]): YamlPlace | undefined {
  const keys = [...pointer];
  const last = keys.pop();
  const map = keys.reduce<ParsedNode | null | undefined>(child, file.root);
  if (last === undefined || !isMap<ParsedNode, ParsedNode | null>(map)) return undefined;
  const pair = pairOf(map, last);
  return { map, key: last, ...defined({ pair }) };
}

function child(node: ParsedNode | null | undefined, key: string): ParsedNode | null | undefined {
  if (isMap<ParsedNode, ParsedNode | null>(node)) return pairOf(node, key)?.value;
  return isSeq<ParsedNode>(node) && /^\d+$/.test(key) ? node.items[Number(key)] : undefined;
}

/** Gives the pair of a key, matched exactly. */
export function pairOf(map: YamlMap, key: string): YamlPair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

/** Gives the key a map holds in another case only, for messages. */
export function otherCase(map: YamlMap, key: string): Scalar.Parsed | undefined {
  const keys = map.items.map((pair) => pair.key);
  return keys
    .filter((found) => isScalar(found))
    .find((found) => String(found.value).toLowerCase() === key.toLowerCase());
}

/** A null value as YAML spells it: nothing, `~` or `null`. */
export function isEmpty(file: YamlFile, node: ParsedNode | null | undefined): boolean {
  if (node === null || node === undefined) return true;
  if (!isScalar(node) || node.anchor !== undefined || node.tag !== undefined) return false;
  return /^(?:~|null|Null|NULL|)$/.test(file.text.slice(node.range[0], node.range[1]));
}

/** Gives the offset right after the colon of a pair, or nothing for a key without one. */
export function afterColon(file: YamlFile, pair: YamlPair): number | undefined {
  const gap = /^[ \t]*:/.exec(file.text.slice(pair.key.range[1]));
  return gap === null ? undefined : pair.key.range[1] + gap[0].length;
}

/** Refuses a node that cannot be changed in place. */
export function unsupported(file: YamlFile, pointer: readonly string[], offset: number, what: string): Error {
  const line = lineAt(file.text, offset);
  return editProblems.refusal('PIN_UNSUPPORTED', {
    message: `${spellPointer(pointer)} in ${file.file} (line ${line}) is ${what}, which cannot be changed in place.`,
    fix: `Write ${spellPointer(pointer)} as a plain or quoted value on one line.`,
    where: { file: file.file, line, pointer: spellPointer(pointer) },
  });
}
