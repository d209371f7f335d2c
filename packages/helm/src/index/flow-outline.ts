import { brace, bracket } from './bytes.ts';
import { type FlowMember, FlowReader, LineError, type Span } from './flow.ts';
import { fieldsOf, type OutlinedChart, type OutlinedVersion, type Outline, plainText } from './shape.ts';

/**
 * Finds the charts of an index that is one mapping in braces: JSON, or YAML in flow style.
 * @throws LineError for a form to which nothing can be added safely
 */
export function outlineFlow(bytes: Uint8Array, braces: Span, wanted: (name: string) => boolean): Outline {
  const reader = new FlowReader(bytes);
  const members = named(bytes, reader.members(braces.start), 'the key');
  const entries = members.get('entries');
  if (entries === undefined) throw new LineError('has no key "entries"', braces.start);
  if (!members.has('apiVersion')) throw new LineError('has no key "apiVersion"', braces.start);
  if (bytes[entries.value.start] !== brace)
    throw new LineError('has entries that are no mapping', entries.start);
  const generated = members.get('generated');
  return {
    braces,
    entries: { style: 'flow', ...entries.value },
    entriesEnd: entries.end,
    charts: chartsInBraces(bytes, entries.value, wanted),
    ...(generated === undefined ? {} : { generated: scalarAt(bytes, generated.value) }),
  };
}

/** Finds the charts of a mapping in braces. */
export function chartsInBraces(
  bytes: Uint8Array,
  braces: Span,
  wanted: (name: string) => boolean,
): readonly OutlinedChart[] {
  const members = named(bytes, new FlowReader(bytes).members(braces.start), 'the chart');
  return [...members].map(([name, { start, end, value }]) => ({
    name,
    start,
    end,
    list: { style: 'flow', ...value },
    versions: wanted(name) ? versionsInBrackets(bytes, value, name) : [],
  }));
}

/** Finds the versions of a list in brackets. */
export function versionsInBrackets(bytes: Uint8Array, list: Span, name: string): readonly OutlinedVersion[] {
  if (bytes[list.start] !== bracket)
    throw new LineError(`has something else than a list for the chart ${name}`, list.start);
  return new FlowReader(bytes)
    .items(list.start)
    .map((item) => ({ ...item, ...versionInBraces(bytes, item.start) }));
}

/** Reads what a version in braces says of itself; nothing where it is no mapping. */
export function versionInBraces(
  bytes: Uint8Array,
  start: number,
): Pick<OutlinedVersion, 'version' | 'digest' | 'created'> | undefined {
  if (bytes[start] !== brace) return undefined;
  const members = new FlowReader(bytes).members(start);
  return fieldsOf(members.map(({ key, value }) => [textAt(bytes, key), textAt(bytes, value)] as const));
}

function scalarAt(bytes: Uint8Array, value: Span): NonNullable<Outline['generated']> {
  return { ...value, isPlain: plainText(textAt(bytes, value)) !== undefined };
}

function named(
  bytes: Uint8Array,
  members: readonly FlowMember[],
  what: string,
): ReadonlyMap<string, FlowMember> {
  const found = new Map<string, FlowMember>();
  for (const member of members) {
    const name = plainText(textAt(bytes, member.key));
    if (name === undefined) throw new LineError('has a key that is no plain text', member.start);
    if (found.has(name)) throw new LineError(`has ${what} ${name} twice`, member.start);
    found.set(name, member);
  }
  return found;
}

const textAt = (bytes: Uint8Array, { start, end }: Span): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
