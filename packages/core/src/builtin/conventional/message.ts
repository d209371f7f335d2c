import type { CommitParser } from 'conventional-commits-parser';
import type { Facts } from '../../model/facts.ts';

/** One conventional message. A squashed commit holds several. */
export interface Said {
  /** In lower case; `null` where the header is not conventional. */
  readonly type: string | null;
  readonly scope: string | null;
  readonly subject: string;
  readonly breaking: boolean;
}

/** What a commit's message says. */
export interface ParsedMessage {
  /** Its own header first. */
  readonly said: readonly Said[];
  /** Values of `Release-As:` footers, each once. */
  readonly releaseAs: readonly string[];
  /** What it takes back; absent where it is no revert. */
  readonly reverts?: Reverted;
}

export interface Reverted {
  /** Names of commits, perhaps shortened. */
  readonly commits: readonly string[];
  /** The header of what is reverted, for a revert that names no commit. */
  readonly header?: string;
}

export type MessageParser = (message: string, merge: boolean) => ParsedMessage;

/** Longest header and footer that is looked at. Nobody writes longer ones, and the parser's patterns stay quick. */
const longest = 1000;
const type = String.raw`([\p{L}\w][\p{L}\w-]*)(?:\(([^()]*)\))?`;
const header = new RegExp(String.raw`^${type}!?:\s+(.+)$`, 'u');
const breakingHeader = new RegExp(String.raw`^${type}!:\s+(.+)$`, 'u');
const breakingFooter = /^BREAKING[ -]CHANGE:/;
const footer = /^[\p{L}\w][\p{L}\w-]*(?:: | #)|^BREAKING[ -]CHANGE:|^[Rr]elease-[Aa]s:/u;

/** A merge says what its own header and footers say: the commits that it brings speak for themselves. */
const none: ReadonlySet<string> = new Set();

/** Issues are the notes' business, and the parser's pattern for them takes seconds on a thousand letters. */
const withoutReferences: object = { issuePrefixes: undefined };

/**
 * Makes a parser of messages, with the patterns of Conventional Commits 1.0.0. It keeps one instance of
 * conventional-commits-parser, loaded now, whose own patterns miss `feat!:`, `feat(a,b):` and `revert:`.
 * @param types the types by which a message in a squashed commit's body is known
 */
export async function messageParser(types: ReadonlySet<string>): Promise<MessageParser> {
  const { CommitParser: Parser } = await import('conventional-commits-parser');
  const parser = new Parser({
    headerPattern: header,
    headerCorrespondence: ['type', 'scope', 'subject'],
    breakingHeaderPattern: breakingHeader,
    noteKeywords: ['BREAKING CHANGE', 'BREAKING-CHANGE'],
    notesPattern: (keywords) => new RegExp(`^(${keywords}):(.*)`),
    revertPattern: /^(?:revert(?:\([^()]*\))?!?: +|Revert "|Reapply ")(.+?)(?:"(?: \([#!]\d+\))?)?$/im,
    revertCorrespondence: ['header'],
    fieldPattern: /^(?!)/,
    ...withoutReferences,
  });
  return (message, merge) => {
    const parts = split(message, merge ? none : types);
    const [first] = parts;
    const reverts = first && revertOf(parser, first);
    return {
      said: parts.map((part) => say(parser, part)),
      releaseAs: [...new Set(parts.flatMap(({ footers }) => footers.flatMap(versionAsked)))],
      ...(reverts && { reverts }),
    };
  };
}

/** Gives the message of a commit by its place in the facts. */
export type Parse = (place: number) => ParsedMessage;

/** Gives what parses each commit of the facts once, whatever the number of tracks that it touches. */
export function remembering({ commits }: Facts, parse: MessageParser): Parse {
  const parsed = new Map<number, ParsedMessage>();
  return (place) => {
    const known = parsed.get(place);
    if (known !== undefined) return known;
    const { message = '', parents = [] } = commits[place] ?? {};
    const fresh = parse(message, parents.length > 1);
    parsed.set(place, fresh);
    return fresh;
  };
}

const versionAsked = (line: string): string | readonly string[] =>
  /^Release-As: *(\S+)/i.exec(line)?.[1] ?? [];

/** One message's lines, without code and without bullets. */
interface Part {
  readonly header: string;
  readonly body: string[];
  readonly footers: string[];
}

/**
 * Takes a message apart into the conventional messages it holds: its own, and those of squashed commits, which begin a
 * paragraph or a bullet with a known type. Footers are lines of paragraphs that begin with one.
 */
function split(message: string, types: ReadonlySet<string>): readonly Part[] {
  const written = message.trimStart().split('\n');
  const outer = gitSquash.test(written[0] ?? '') ? written.map(outdented) : written;
  const [first = '', ...lines] = withoutQuotes(outer, message);
  let part: Part = { header: tidy(first), body: [], footers: [] };
  const parts = [part];
  let previous: 'header' | 'blank' | 'footer' | 'text' = 'header';
  for (const line of lines) {
    const bullet = /^[*-] +/.exec(line)?.[0].length ?? 0;
    if (line.trim() === '') previous = 'blank';
    else if (
      (bullet > 0 || previous === 'blank' || previous === 'header') &&
      isKnown(line.slice(bullet), types)
    ) {
      part = { header: tidy(line.slice(bullet)), body: [], footers: [] };
      parts.push(part);
      previous = 'header';
    } else if (previous !== 'text' && footer.test(line.slice(0, longest))) {
      part.footers.push(line);
      previous = 'footer';
    } else {
      part.body.push(line);
      if (previous !== 'footer') previous = 'text';
    }
  }
  return parts;
}

/** What `git merge --squash` proposes: the log of the commits, with their messages indented. */
const gitSquash = /^Squashed commit of the following:$/;
const outdented = (line: string): string => line.replace(/^ {4}/, '');

/** Leaves out what a message shows of others: code, and what is folded away, such as the release notes of a dependency. */
function withoutQuotes(lines: readonly string[], message: string): readonly string[] {
  const unfenced = /```|~~~/.test(message) ? withoutCode(lines) : lines;
  return /<details/i.test(message) ? withoutDetails(unfenced) : unfenced;
}

/** As in Markdown, the mark begins a line where something is folded away; a line that speaks of it folds nothing. */
function withoutDetails(lines: readonly string[]): readonly string[] {
  let depth = 0;
  return lines.filter((line) => {
    const before = depth;
    if (before === 0 && !/^ {0,3}<details\b/i.test(line)) return true;
    for (const [, end] of line.matchAll(/<(\/?)details\b/gi))
      depth = Math.max(0, depth + (end === '' ? 1 : -1));
    return before === 0 && depth === 0;
  });
}

/** Leaves out what stands between fences, as Markdown has them; a fence that is never closed reaches to the end. */
function withoutCode(lines: readonly string[]): readonly string[] {
  let fence: string | undefined;
  return lines.filter((line) => {
    const mark = /^ {0,3}(`{3,}(?!.*`)|~{3,})/.exec(line.slice(0, longest))?.[1];
    if (fence === undefined) {
      fence = mark;
      return mark === undefined;
    }
    const closes = mark?.startsWith(fence) && line.trim() === mark;
    if (closes) fence = undefined;
    return false;
  });
}

function isKnown(line: string, types: ReadonlySet<string>): boolean {
  const found = header.exec(line.slice(0, longest))?.[1];
  return found !== undefined && types.has(found.toLowerCase());
}

/** A header as it counts: without the marks of commits that were to be folded into others, and what Azure puts before it. */
function tidy(line: string): string {
  return line
    .slice(0, longest)
    .trim()
    .replace(/^(?:(?:fixup|squash|amend)! +|Merged PR \d+: +)+/, '');
}

function say(parser: CommitParser, part: Part): Said {
  if (part.header === '') return { type: null, scope: null, subject: '', breaking: false };
  const breaking = part.footers.find((line) => breakingFooter.test(line));
  const footers = breaking === undefined ? '' : `\n\n${breaking.slice(0, longest)}`;
  const { type: found, scope, subject, notes, revert } = parser.parse(part.header + footers);
  return {
    type: found?.toLowerCase() ?? (revert ? 'revert' : null),
    scope: scope?.trim() || null,
    subject: subject?.trim() ?? part.header,
    breaking: notes.length > 0,
  };
}

/** Tells what a commit takes back: what `git revert` and the forges write, and the footer of the specification. */
function revertOf(parser: CommitParser, part: Part): Reverted | undefined {
  if (part.header === '') return undefined;
  const named = part.body.flatMap((line) => /^This reverts commit ([0-9a-f]{7,64})\b/.exec(line)?.[1] ?? []);
  const revert = /^re(?:vert|apply)/i.test(part.header) ? parser.parse(part.header).revert : null;
  const isRevert = revert !== null;
  if (!isRevert && named.length === 0) return undefined;
  const refs = part.footers.flatMap(
    (line) => /^Refs: +(.*)/i.exec(line)?.[1]?.match(/\b[0-9a-f]{7,64}\b/g) ?? [],
  );
  const meant = isRevert ? refs : [];
  const commits = named.length > 0 ? named : meant;
  const subject = revert?.['header'];
  return { commits, ...(subject && { header: subject }) };
}
