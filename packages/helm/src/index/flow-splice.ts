import { defined } from '@launchway/core';
import { goJson, type JsonLayout } from '../chart/gojson.ts';
import type { GoValue } from '../yaml/emit.ts';
import { brace, isSpace, newline } from './bytes.ts';
import { FlowReader, type Span } from './flow.ts';

/** A replacement of some bytes by a text. */
export interface Edit extends Span {
  readonly text: string;
}

/** An item of a list, or a member of a mapping, with the collection it is or holds. */
export interface Child extends Span {
  readonly value: Span;
}

/** Where a value goes: a list or a mapping in brackets, and what is in it already. */
export interface FlowPlace {
  readonly collection: Span;
  readonly children: readonly Child[];
  /** The whole index, where it is in braces. */
  readonly braces: Span | undefined;
}

/**
 * Puts a value between the items of a list, or the members of a mapping, laid out as its neighbours are.
 * @param at the index it is to have among them
 * @param name its key, in a mapping
 */
export function insertInto(
  bytes: Uint8Array,
  place: FlowPlace,
  { at, name, value }: { readonly at: number; readonly name?: string; readonly value: GoValue },
): Edit {
  const { collection, children } = place;
  const { layout, separator } = layoutOf(bytes, place);
  const key = name === undefined ? '' : `${goJson(name)}:${layout.gap}`;
  const text = printable(key + goJson(value, layout));
  const [next, last] = [children[at], children.at(-1)];
  if (next !== undefined) return { start: next.start, end: next.start, text: `${text},${separator}` };
  if (last !== undefined) return { start: last.end, end: last.end, text: `,${separator}${text}` };
  const start = collection.start + 1;
  if (!separator.startsWith('\n')) return { start, end: start, text };
  const hasLines = bytes.subarray(start, collection.end).includes(newline);
  const closing = hasLines ? '' : `\n${indentAt(bytes, collection.start)}`;
  return { start, end: start, text: `${separator}${text}${closing}` };
}

/** How the value is laid out, and what stands between it and its neighbours besides a comma. */
function layoutOf(
  bytes: Uint8Array,
  { collection, children, braces }: FlowPlace,
): { readonly layout: JsonLayout; readonly separator: string } {
  const [first, second] = children;
  const gap = gapOf(bytes, first?.value ?? collection) ?? gapOf(bytes, braces) ?? ' ';
  const unit = unitOf(bytes, first?.value) ?? unitOf(bytes, first === undefined ? braces : undefined);
  const outer = indentAt(bytes, collection.start);
  const sample = second ?? first;
  const inLines = sample === undefined ? unit !== undefined : isFirstOfLine(bytes, sample.start);
  const own = sample === undefined ? outer + (unit ?? '') : indentAt(bytes, sample.start);
  const margin = inLines ? own : outer;
  return {
    layout: { gap, margin, ...defined({ unit }) },
    separator: inLines ? `\n${margin}` : gap,
  };
}

/** What follows the colons in a collection; nothing where it has none. */
function gapOf(bytes: Uint8Array, collection: Span | undefined): string | undefined {
  if (collection === undefined) return undefined;
  const reader = new FlowReader(bytes);
  if (bytes[collection.start] !== brace) {
    const [item] = reader.items(collection.start);
    return item !== undefined && bytes[item.start] === brace ? gapOf(bytes, item) : undefined;
  }
  const [member] = reader.members(collection.start);
  return member && (member.value.start - member.key.end > 1 ? ' ' : '');
}

/** By how much what is in a collection is indented; nothing where it is not on lines of its own. */
function unitOf(bytes: Uint8Array, collection: Span | undefined): string | undefined {
  if (collection === undefined) return undefined;
  let at = collection.start + 1;
  while (isSpace(bytes[at])) at++;
  if (at + 1 >= collection.end || !isFirstOfLine(bytes, at)) return undefined;
  const [outer, inner] = [indentAt(bytes, collection.start), indentAt(bytes, at)];
  return inner.length > outer.length ? inner.slice(outer.length) : '  ';
}

const lineStart = (bytes: Uint8Array, at: number): number =>
  at === 0 ? 0 : bytes.lastIndexOf(newline, at - 1) + 1;

/** The white space at the beginning of the line a place is on. */
function indentAt(bytes: Uint8Array, at: number): string {
  const start = lineStart(bytes, at);
  let end = start;
  while (end < at && isSpace(bytes[end])) end++;
  return Buffer.from(bytes.subarray(start, end)).toString('latin1');
}

/** Whether nothing but white space stands before a place on its line, which is not the first. */
function isFirstOfLine(bytes: Uint8Array, at: number): boolean {
  const start = lineStart(bytes, at);
  return start > 0 && start + indentAt(bytes, at).length === at;
}

/** Escapes what is text in JSON and not in YAML. */
const printable = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\ufeff\ufffe\uffff]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
