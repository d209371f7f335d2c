import { type Span, spansIn } from './spans.ts';

/** One module that a module asks for. */
export interface Specifier {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** True for an attribute written `assert { … }`, which is no longer part of the language. */
  readonly asserts: boolean;
}

const statement = /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)("[^"\\\n]*"|'[^'\\\n]*')(\s*assert\s*\{)?/g;

/** Gives the modules that a module's text imports and exports from; those in comments and strings do not count. */
export function specifiersIn(text: string): readonly Specifier[] {
  const code = withoutComments(text);
  const isQuoted = insideOf(spansIn(code));
  const line = lineCounter(code);
  return [...code.matchAll(statement)]
    .filter(({ index }) => !isQuoted(index))
    .map((match) => ({
      text: match[2]?.slice(1, -1) ?? '',
      line: line(match.index),
      asserts: match[3] !== undefined,
    }));
}

/** Tells whether an offset is inside of a span; asked in the order of the text, as is {@link lineCounter}. */
function insideOf(spans: readonly Span[]): (offset: number) => boolean {
  let place = 0;
  return (offset) => {
    while ((spans[place]?.end ?? Infinity) <= offset) place += 1;
    return (spans[place]?.start ?? Infinity) < offset;
  };
}

/** Gives the 1-based line of an offset. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  return (offset) => {
    for (; next !== -1 && next < offset; next = text.indexOf('\n', next + 1)) line += 1;
    return line;
  };
}

/** Gives a text with all specifiers, and the pragmas that deno adds for JSX, left out; what is left deno never changes. */
export function withoutSpecifiers(text: string): string {
  const bare = text.replace(statement, (_whole, lead: string) => `${lead.trim()}""`);
  const pragma = /\/\*\*?\s*@jsx[^*]*\*\/\s*/y;
  let start = 0;
  while (pragma.test(bare)) start = pragma.lastIndex;
  return bare.slice(start).replaceAll(/(@(?:ts-)?types?\s*=\s*)["'][^"'\n]*["']/g, '$1');
}

/** Blanks comments out, and keeps every line where it is. */
export function withoutComments(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of spansIn(text).filter(({ isComment }) => isComment)) {
    parts.push(text.slice(at, start), blank(text.slice(start, end)));
    at = end;
  }
  return parts.join('') + text.slice(at);
}

const blank = (text: string): string =>
  text
    .split('\n')
    .map((line) => ' '.repeat(line.length))
    .join('\n');
