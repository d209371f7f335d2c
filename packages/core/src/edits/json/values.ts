import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { defined } from '../../model/defined.ts';
import { type FoundValue, missing, notAString } from '../found.ts';
import { duplicateKey, guardText, tooDeep } from '../guard.ts';
import { editProblems } from '../problems.ts';
import { keepingRecent, lineAt, lineEnd, type Splice, spellPointer, splice, type TextFile } from '../text.ts';
import { jsonTooDeepAt } from './depth.ts';

interface JsonFile extends TextFile {
  readonly root: Node;
}

/** A string to be set. */
export interface JsonChange {
  readonly pointer: readonly string[];
  readonly value: string;
  /** The sibling after which a missing key is inserted, or `true` for the end; left out, a missing key is refused. */
  readonly insertAfter?: string | true;
}

const deepest = 200;

/** Names of the files whose own tools read comments and trailing commas. */
const withComments = /(?:^|\/)(?:jsr|deno|tsconfig[^/]*|jsconfig[^/]*)\.json$|\.jsonc$/;

/**
 * Reads the string at a pointer.
 * @throws PIN_NOT_A_STRING, PIN_UNREADABLE, PIN_DUPLICATE_KEY, PIN_TOO_DEEP, PIN_ENCODING
 */
export function readJson(source: TextFile, pointer: readonly string[]): FoundValue {
  const file = parseJson(source);
  const node = findNodeAtLocation(file.root, segments(file.root, pointer));
  if (node === undefined || node.type === 'null') return {};
  const line = lineAt(source.text, node.offset);
  if (node.type !== 'string') throw notAString(source.file, pointer, line);
  return { value: String(getNodeValue(node)), line };
}

/** Sets one string; see {@link setJsonAll}. */
export function setJson(
  source: TextFile,
  pointer: readonly string[],
  value: string,
  insertAfter?: string | true,
): string {
  return setJsonAll(source, [{ pointer, value, ...defined({ insertAfter }) }]);
}

/**
 * Sets strings at several pointers by splicing, and proves that nothing else differs.
 * @throws PIN_MISSING, PIN_SIDE_EFFECT, PIN_UNREADABLE, and the other refusals of {@link readJson}
 */
export function setJsonAll(source: TextFile, changes: readonly JsonChange[]): string {
  const file = parseJson(source);
  const text = splice(
    source.text,
    changes.map((change) => spliceFor(file, change)),
  );
  const pointers = changes.map((change) => change.pointer);
  const again = parseJson({ file: source.file, text });
  const held = changes.every(({ pointer, value }) => readAt(again, pointer) === value);
  if (held && jsonOutline(file.root, pointers) === jsonOutline(again.root, pointers)) return text;
  const places = pointers.map(spellPointer).join(', ');
  throw editProblems.refusal('PIN_SIDE_EFFECT', {
    message: `Writing ${places} of ${source.file} would change more than that.`,
    fix: `Write ${places} as a string on a line of its own.`,
    where: { file: source.file, pointer: places },
  });
}

function readAt(file: JsonFile, pointer: readonly string[]): unknown {
  const node = findNodeAtLocation(file.root, segments(file.root, pointer));
  return node === undefined ? undefined : getNodeValue(node);
}

function spliceFor(file: JsonFile, { pointer, value, insertAfter }: JsonChange): Splice {
  const node = findNodeAtLocation(file.root, segments(file.root, pointer));
  if (node === undefined) return insertion(file, pointer, value, insertAfter);
  if (node.type !== 'string' && node.type !== 'null')
    throw notAString(file.file, pointer, lineAt(file.text, node.offset));
  return { start: node.offset, end: node.offset + node.length, text: JSON.stringify(value) };
}

function insertion(
  file: JsonFile,
  pointer: readonly string[],
  value: string,
  insertAfter: string | true | undefined,
): Splice {
  const parent =
    pointer.length === 1
      ? file.root
      : findNodeAtLocation(file.root, segments(file.root, pointer.slice(0, -1)));
  const key = pointer.at(-1) ?? '';
  if (insertAfter === undefined || parent?.type !== 'object')
    throw missing(file.file, pointer, parent && otherCase(file, parent, key));
  const properties = parent.children ?? [];
  const before =
    properties.find((property) => property.children?.[0]?.value === insertAfter) ?? properties.at(-1);
  const written = `${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  if (before === undefined) return { start: parent.offset + 1, end: parent.offset + 1, text: written };
  const lead = /(?:^|\n)([ \t]*)$/.exec(file.text.slice(0, before.offset));
  const gap = lead === null ? ' ' : lineEnd(file.text) + (lead[1] ?? '');
  const end = before.offset + before.length;
  return { start: end, end, text: `,${gap}${written}` };
}

function otherCase(file: JsonFile, parent: Node, key: string): { key: string; line: number } | undefined {
  const names = (parent.children ?? [])
    .map((property) => property.children?.[0])
    .filter((name) => name !== undefined);
  const found = names.find((name) => String(name.value).toLowerCase() === key.toLowerCase());
  return found === undefined
    ? undefined
    : { key: String(found.value), line: lineAt(file.text, found.offset) };
}

/** Parses JSON; comments and trailing commas only in the files whose own tools take them. */
const parseJson = keepingRecent((source): JsonFile => {
  guardText(source, 'json');
  const text = source.text.replace(/^\uFEFF/, ' ');
  guardDepth(source.file, text);
  const errors: ParseError[] = [];
  const tolerant = withComments.test(source.file);
  const root = parseTree(text, errors, { disallowComments: !tolerant, allowTrailingComma: tolerant });
  const [error] = errors;
  if (root === undefined || error !== undefined) throw unreadable({ ...source, text }, error);
  refuseDuplicates(source, root);
  return { ...source, root };
});

function guardDepth(file: string, text: string): void {
  const at = jsonTooDeepAt(text, deepest);
  if (at !== undefined) throw tooDeep(file, lineAt(text, at));
}

function unreadable({ file, text }: TextFile, error: ParseError | undefined): Error {
  const line = error === undefined ? 1 : lineAt(text, error.offset);
  const what =
    error === undefined
      ? 'it is empty'
      : printParseErrorCode(error.error)
          .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
          .toLowerCase();
  const isJson = /\.(?:json[c5]?|webmanifest)$/i.test(file);
  return editProblems.refusal('PIN_UNREADABLE', {
    message: `${file} is not valid JSON: ${what} (line ${line}).`,
    fix: isJson
      ? `Correct line ${line} of ${file}.`
      : `Keep the version in a JSON or YAML file, for pins are in no others; where ${file} is YAML, add \`format: 'yaml'\` to the pin.`,
    where: { file, line },
  });
}

function refuseDuplicates(source: TextFile, node: Node): void {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const name = node.type === 'object' ? child.children?.[0] : undefined;
    if (name !== undefined && seen.has(name.value))
      throw duplicateKey(source, name.offset, JSON.stringify(name.value));
    if (name !== undefined) seen.add(name.value);
    const value = node.type === 'object' ? child.children?.[1] : child;
    if (value?.children !== undefined) refuseDuplicates(source, value);
  }
}

/** A pointer in jsonc-parser's terms: numbers where the node is a list. */
function segments(root: Node, pointer: readonly string[]): (string | number)[] {
  const path: (string | number)[] = [];
  for (const key of pointer) {
    const parent: Node | undefined = path.length === 0 ? root : findNodeAtLocation(root, path);
    path.push(parent?.type === 'array' && /^\d+$/.test(key) ? Number(key) : key);
  }
  return path;
}

/** Describes all that a JSON file says except the values at the pointers. */
function jsonOutline(node: Node, except: readonly (readonly string[])[]): string {
  if (node.type === 'array')
    return `[${(node.children ?? []).map((item, at) => jsonOutline(item, inside(except, String(at)))).join(',')}]`;
  if (node.type !== 'object') return JSON.stringify([node.type, node.value]);
  const members = (node.children ?? []).map(({ children: [name, value] = [] }) => {
    const inner = inside(except, String(name?.value));
    if (value === undefined || inner.some((rest) => rest.length === 0)) return '';
    return `${JSON.stringify(name?.value)}:${jsonOutline(value, inner)};`;
  });
  return `{${members.join('')}}`;
}

function inside(except: readonly (readonly string[])[], key: string): readonly (readonly string[])[] {
  return except.filter((pointer) => pointer[0] === key).map((pointer) => pointer.slice(1));
}
