import { isAlias, isScalar, Scalar } from 'yaml';
import { type FoundValue, missing, notAString } from '../found.ts';
import { editProblems } from '../problems.ts';
import { lineAt, lineEnd, lineStop, type Splice, spellPointer, splice, type TextFile } from '../text.ts';
import {
  afterColon,
  findYaml,
  isEmpty,
  otherCase,
  pairOf,
  parseYaml,
  unsupported,
  type YamlFile,
  type YamlMap,
  type YamlPair,
} from './file.ts';
import { yamlOutline } from './outline.ts';
import { type QuoteStyle, writeScalar } from './writing.ts';

/**
 * Reads the scalar at a pointer, as it is written; an empty value counts as none.
 * @throws PIN_NOT_A_STRING for a list or a map, PIN_UNSUPPORTED for an alias, and the refusals of
 * {@link parseYaml}
 */
export function readYaml(source: TextFile, pointer: readonly string[]): FoundValue {
  const file = parseYaml(source);
  const node = findYaml(file, pointer)?.pair?.value;
  if (isEmpty(file, node) || node === null || node === undefined) return {};
  const line = lineAt(file.text, node.range[0]);
  if (isAlias(node)) throw unsupported(file, pointer, node.range[0], 'an alias of another value');
  if (!isScalar(node)) throw notAString(source.file, pointer, line);
  return { value: String(node.value), line };
}

/**
 * Sets the scalar at a pointer, in the quotes it has. A plain value that would read back as another string gets double
 * quotes. A key that is missing is inserted after its sibling when that is asked for.
 * @param insertAfter the sibling's key, or `true` for the end of the map; left out, a missing key is refused
 * @throws PIN_MISSING, PIN_NOT_A_STRING, PIN_UNSUPPORTED, PIN_SIDE_EFFECT, and the refusals of
 * {@link parseYaml}
 */
export function setYaml(
  source: TextFile,
  pointer: readonly string[],
  value: string,
  insertAfter?: string | true,
): string {
  const file = parseYaml(source);
  const place = findYaml(file, pointer);
  const filled = !isEmpty(file, place?.pair?.value);
  if (place?.pair !== undefined && (filled || insertAfter !== undefined))
    return proven(file, pointer, value, change(file, pointer, place.pair, value));
  if (place === undefined || insertAfter === undefined) throw missingIn(file, pointer, place?.map);
  const sibling = insertAfter === true ? undefined : pairOf(place.map, insertAfter);
  return proven(
    file,
    pointer,
    value,
    insertion(file, place.map, sibling, place.key, ` ${writeScalar(value, 'double')}`),
  );
}

function change(file: YamlFile, pointer: readonly string[], pair: YamlPair, value: string): Splice {
  const node = pair.value;
  if (node === null || isEmpty(file, node)) return fill(file, pointer, pair, value);
  const [start, end] = node.range;
  if (isAlias(node)) throw unsupported(file, pointer, start, 'an alias of another value');
  if (!isScalar(node)) throw notAString(file.file, pointer, lineAt(file.text, start));
  if (node.anchor !== undefined)
    throw unsupported(file, pointer, start, `marked with the anchor &${node.anchor}`);
  if (node.tag !== undefined) throw unsupported(file, pointer, start, 'marked with a tag');
  if (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED)
    throw unsupported(file, pointer, start, 'a block of lines');
  return { start, end, text: writeScalar(value, styles[node.type ?? Scalar.PLAIN] ?? 'plain') };
}

const styles: Readonly<Record<string, QuoteStyle>> = {
  [Scalar.QUOTE_SINGLE]: 'single',
  [Scalar.QUOTE_DOUBLE]: 'double',
};

/** Gives an empty value its text: `version:`, `version: # comment` and `version: ~` alike. */
function fill(file: YamlFile, pointer: readonly string[], pair: YamlPair, value: string): Splice {
  const colon = afterColon(file, pair);
  if (colon === undefined) throw unsupported(file, pointer, pair.key.range[0], 'a key without a colon');
  const written = pair.value === null ? 0 : pair.value.range[1] - pair.value.range[0];
  if (pair.value !== null && written > 0)
    return { start: pair.value.range[0], end: pair.value.range[1], text: writeScalar(value, 'double') };
  return { start: colon, end: colon, text: ` ${writeScalar(value, 'double')}` };
}

/**
 * Inserts a pair after a sibling, or at the end of the map.
 * @param written what is to stand after the colon: a space and the value, or a line end and indented lines
 */
export function insertion(
  file: YamlFile,
  map: YamlMap,
  sibling: YamlPair | undefined,
  key: string,
  written: string,
): Splice {
  const before = sibling ?? map.items.at(-1);
  if (map.flow === true || before === undefined) return flowInsertion(map, before, key, written);
  const eol = lineEnd(file.text);
  const indent = ' '.repeat(columnOf(file, before.key.range[0]));
  const line = `${indent}${writeScalar(key, 'plain')}:${written}`;
  const end = pairEnd(file, before);
  if (file.text[end - 1] === '\n') return { start: end, end, text: line + eol };
  return { start: end, end, text: eol + line };
}

function flowInsertion(map: YamlMap, before: YamlPair | undefined, key: string, written: string): Splice {
  if (before === undefined)
    return {
      start: map.range[0] + 1,
      end: map.range[0] + 1,
      text: `${writeScalar(key, 'double')}:${written}`,
    };
  const quoted = isScalar(before.key) && before.key.type !== Scalar.PLAIN;
  const end = (before.value ?? before.key).range[1];
  return { start: end, end, text: `, ${writeScalar(key, quoted ? 'double' : 'plain')}:${written}` };
}

/** Gives where the lines of a block pair end: after the last line end of a block of lines, else at the end of its line. */
function pairEnd(file: YamlFile, pair: YamlPair): number {
  const end = (pair.value ?? pair.key).range[1];
  return file.text[end - 1] === '\n' ? end : lineStop(file.text, end);
}

/** Gives the column of an offset, counted from 0; a byte order mark has none. */
export function columnOf(file: YamlFile, offset: number): number {
  const start = file.text.lastIndexOf('\n', offset - 1) + 1;
  return offset - start - (file.text[start] === '\uFEFF' ? 1 : 0);
}

/**
 * Makes a splice, reads the result again and compares.
 * @throws PIN_SIDE_EFFECT when more than the value at the pointer differs, or the value is not what was meant
 */
export function proven(
  file: YamlFile,
  pointer: readonly string[],
  value: string,
  change: Splice,
  subject = pointer,
): string {
  const text = splice(file.text, [change]);
  const again = parsedAgain({ file: file.file, text });
  const node = again === undefined ? undefined : findYaml(again, pointer)?.pair?.value;
  const same = again !== undefined && yamlOutline(file, subject) === yamlOutline(again, subject);
  if (same && isScalar(node) && node.value === value) return text;
  throw editProblems.refusal('PIN_SIDE_EFFECT', {
    message: `Writing ${JSON.stringify(value.slice(0, 60))} at ${spellPointer(pointer)} of ${file.file} would change more than that value.`,
    fix: `Write ${spellPointer(pointer)} as a plain or quoted value on a line of its own.`,
    where: { file: file.file, line: lineAt(file.text, change.start), pointer: spellPointer(pointer) },
  });
}

function parsedAgain(source: TextFile): YamlFile | undefined {
  try {
    return parseYaml(source);
  } catch {
    return undefined;
  }
}

function missingIn(file: YamlFile, pointer: readonly string[], map: YamlMap | undefined): Error {
  const other = map === undefined ? undefined : otherCase(map, pointer.at(-1) ?? '');
  const line = other === undefined ? undefined : lineAt(file.text, other.range[0]);
  return missing(
    file.file,
    pointer,
    other === undefined ? undefined : { key: String(other.value), line: line ?? 1 },
  );
}
