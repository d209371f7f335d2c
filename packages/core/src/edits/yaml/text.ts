import { isAlias, isMap, isScalar, type ParsedNode, Scalar } from 'yaml';
import { isReleaseError } from '../../model/problem.ts';
import { lineEnd, lineStop, type Splice, type TextFile } from '../text.ts';
import {
  afterColon,
  findYaml,
  isEmpty,
  pairOf,
  parseYaml,
  unsupported,
  type YamlFile,
  type YamlMap,
  type YamlPair,
} from './file.ts';
import { columnOf, insertion, proven } from './values.ts';
import { blockLines, doubleQuoted, writeScalar } from './writing.ts';

/** A text under a key of a map that hangs at the root, such as an annotation of a chart. */
export interface TextPlace {
  readonly map: string;
  readonly key: string;
}

/** How a text is written: the block's lines, header first, or one quoted scalar. */
type Written = readonly string[] | string;

/** A text on its way to its place. */
interface Draft {
  readonly place: TextPlace;
  readonly value: string;
  /** True to quote it even where a block could carry it. */
  readonly quoted: boolean;
}

interface Change {
  readonly splice: Splice;
  /** The value that may differ afterwards. */
  readonly subject: readonly string[];
}

/**
 * Sets a text of any number of lines as a literal block scalar, or in double quotes where a block cannot carry it.
 * The map and the key are made where they are missing. Line ends of the text are read as `\n`.
 * @throws PIN_UNSUPPORTED, PIN_SIDE_EFFECT, and the refusals of {@link parseYaml}
 */
export function setYamlText(source: TextFile, place: TextPlace, text: string): string {
  const file = parseYaml(source);
  const value = text.replaceAll('\r\n', '\n');
  try {
    return attempt(file, { place, value, quoted: false });
  } catch (error) {
    if (!isReleaseError(error) || error.problems[0]?.code !== 'PIN_SIDE_EFFECT') throw error;
    return attempt(file, { place, value, quoted: true });
  }
}

function attempt(file: YamlFile, draft: Draft): string {
  const change = changeFor(file, draft);
  return proven(file, [draft.place.map, draft.place.key], draft.value, change.splice, change.subject);
}

function changeFor(file: YamlFile, draft: Draft): Change {
  const { place, value } = draft;
  const { map: root, pair: holder } = findYaml(file, [place.map]) ?? {};
  if (root === undefined) throw unsupported(file, [place.map], 0, 'to be written into a file that is no map');
  const map = holder?.value;
  if (!isMap<ParsedNode, ParsedNode | null>(map) || map.items.length === 0)
    return { splice: newMap(file, root, holder, draft), subject: [place.map] };
  const pair = pairOf(map, place.key);
  const indent = ' '.repeat(columnOf(file, map.items[0]?.key.range[0] ?? 0) + stepOf(file, root));
  const written = map.flow === true ? doubleQuoted(value) : writtenAs(draft, indent, stepOf(file, root));
  const change =
    pair === undefined ? appended(file, map, place.key, written) : replaced(file, place, pair, written);
  return { splice: change, subject: [place.map, place.key] };
}

/** Writes the map with its first key: after the last key of the root, or in the place of an empty value. */
function newMap(file: YamlFile, root: YamlMap, holder: YamlPair | undefined, draft: Draft): Splice {
  const eol = lineEnd(file.text);
  const step = stepOf(file, root);
  const outer = columnOf(file, root.items[0]?.key.range[0] ?? 0);
  const written =
    root.flow === true ? doubleQuoted(draft.value) : writtenAs(draft, ' '.repeat(outer + 2 * step), step);
  const key = `${writeScalar(draft.place.key, root.flow === true ? 'double' : 'plain')}: ${joined(written, eol)}`;
  const inner = root.flow === true ? ` {${key}}` : `${eol}${' '.repeat(outer + step)}${key}`;
  if (holder === undefined)
    return ended(file, insertion(file, root, undefined, draft.place.map, inner), written);
  const value = holder.value;
  const colon = afterColon(file, holder);
  if (colon === undefined || value === null || !(isMap(value) || isEmpty(file, value)))
    throw unsupported(file, [draft.place.map], holder.key.range[0], 'not a map');
  if (root.flow === true) return { start: colon, end: value.range[1], text: inner };
  const rest = file.text.slice(value.range[1], lineStop(file.text, value.range[1]));
  return ended(
    file,
    { start: colon, end: value.range[1] + rest.length, text: rest.trimEnd() + inner },
    written,
  );
}

function writtenAs(draft: Draft, indent: string, step: number): Written {
  return (draft.quoted ? undefined : blockLines(draft.value, indent, step)) ?? doubleQuoted(draft.value);
}

function appended(file: YamlFile, map: YamlMap, key: string, written: Written): Splice {
  return ended(
    file,
    insertion(file, map, undefined, key, ` ${joined(written, lineEnd(file.text))}`),
    written,
  );
}

/** Puts a value in the place of another; a comment behind the old one goes behind the new header. */
function replaced(file: YamlFile, place: TextPlace, pair: YamlPair, written: Written): Splice {
  const node = pair.value;
  const colon = afterColon(file, pair);
  if (
    node === null ||
    colon === undefined ||
    isAlias(node) ||
    !isScalar(node) ||
    node.anchor !== undefined ||
    node.tag !== undefined
  )
    throw unsupported(file, [place.map, place.key], pair.key.range[0], 'not a simple string');
  const eol = lineEnd(file.text);
  const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
  const end = withoutLineEnd(file.text, node.range[1], isBlock);
  if (typeof written === 'string') return { start: colon, end, text: ` ${written}` };
  const stop = isBlock ? end : lineStop(file.text, end);
  const header = file.text.slice(node.range[0], lineStop(file.text, node.range[0]));
  const comment = isBlock ? (/\s+#.*$/.exec(header)?.[0] ?? '') : file.text.slice(end, stop).trimEnd();
  const [first = '', ...body] = written;
  return ended(file, { start: colon, end: stop, text: [` ${first}${comment}`, ...body].join(eol) }, written);
}

function withoutLineEnd(text: string, end: number, isBlock: boolean): number {
  if (!isBlock || text[end - 1] !== '\n') return end;
  return text[end - 2] === '\r' ? end - 2 : end - 1;
}

/** A block whose text ends with a line end needs one in the file, also where the file had none at its end. */
function ended(file: YamlFile, change: Splice, written: Written): Splice {
  const open = change.end === file.text.length && !change.text.endsWith('\n');
  const needs = typeof written !== 'string' && !written[0]?.endsWith('-');
  return open && needs ? { ...change, text: change.text + lineEnd(file.text) } : change;
}

function joined(written: Written, eol: string): string {
  return typeof written === 'string' ? written : written.join(eol);
}

/** Gives the spaces one level of maps takes in this file; 2 unless it shows another. */
function stepOf(file: YamlFile, root: YamlMap): number {
  const outer = columnOf(file, root.items[0]?.key.range[0] ?? 0);
  for (const { value } of root.items) {
    const first =
      isMap<ParsedNode, ParsedNode | null>(value) && value.flow !== true ? value.items[0] : undefined;
    const step = first === undefined ? 0 : columnOf(file, first.key.range[0]) - outer;
    if (step > 0 && step < 9) return step;
  }
  return 2;
}
