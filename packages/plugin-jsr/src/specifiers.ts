/** One module that a module asks for. */
export interface Specifier {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** True for an attribute written `assert { … }`, which is no longer part of the language. */
  readonly asserts: boolean;
}

const quoted = String.raw`(["'])((?:(?!\2)[^\\\n])*)\2`;
const statement = new RegExp(
  String.raw`(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)${quoted}(\s*assert\s*\{)?`,
  'g',
);

/** Gives the modules that a module's text imports and exports from; those in comments and strings do not count. */
export function specifiersIn(text: string): readonly Specifier[] {
  const code = withoutComments(text);
  const isQuoted = insideOf(
    [...code.matchAll(token)].map(({ index, 0: whole }) => [index, index + whole.length]),
  );
  const line = lineCounter(code);
  return [...code.matchAll(statement)]
    .filter(({ index }) => !isQuoted(index))
    .map((match) => ({
      text: match[3] ?? '',
      line: line(match.index),
      asserts: match[4] !== undefined,
    }));
}

/** Tells whether an offset is inside of a span; asked in the order of the text, as is {@link lineCounter}. */
function insideOf(spans: readonly (readonly [start: number, end: number])[]): (offset: number) => boolean {
  let place = 0;
  return (offset) => {
    while ((spans[place]?.[1] ?? Infinity) <= offset) place += 1;
    return (spans[place]?.[0] ?? Infinity) < offset;
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
  return bare
    .replace(/^(?:\/\*\*?\s*@jsx\w*[^*]*\*\/\s*)+/, '')
    .replaceAll(/(@(?:ts-)?types?\s*=\s*)["'][^"'\n]*["']/g, '$1');
}

/** Blanks comments out, and keeps every line where it is. */
export function withoutComments(text: string): string {
  return text.replace(token, (whole) => (/^\/[/*]/.test(whole) ? whole.replaceAll(/[^\n]/g, ' ') : whole));
}

/** Comments, and what may hold something that looks like one: strings, templates, regular expressions. */
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/(?<=[(,=:[!&|?{};\n]\s*\/)(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/*\\\n[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\//g;
