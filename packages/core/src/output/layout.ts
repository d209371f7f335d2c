// oxlint-disable-next-line no-control-regex -- our own colours are looked for
const looks = /\u001b\[[\d;]*m/g;
/** East Asian wide characters and emoji take two columns. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/gu;
const combining = /\p{Mn}/gu;

/** Gives the columns a text takes on a terminal. */
export function widthOf(text: string): number {
  const bare = text.replace(looks, '').replace(combining, '');
  return Array.from(bare).length + (bare.match(wide)?.length ?? 0);
}

/** Breaks text into lines of at most a width at its spaces; words longer than a line stay whole. */
export function wrap(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, width));
}

function wrapParagraph(paragraph: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Puts something before every line, and something else before the first. */
export function indent(lines: readonly string[], by: string, first = by): readonly string[] {
  return lines.map((line, index) => (line === '' ? '' : (index === 0 ? first : by) + line));
}

/** A cell that is wider moves its own row alone, so that one long title does not push all others off the screen. */
const broad = 64;

/** Lays rows out in columns as wide as their widest cell that is not broad; the last column is left ragged. */
export function table(rows: readonly (readonly string[])[], gap = '  '): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(0, ...rows.map((row) => widthOf(row[at] ?? '')).filter((width) => width <= broad)),
  );
  return rows.map((row) =>
    row
      .map((cell, at) =>
        at === row.length - 1 ? cell : cell + ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell))),
      )
      .join(gap)
      .trimEnd(),
  );
}

/** Lays out names with what is said of each, which is broken into lines that stay in their column. */
export function glossary(
  rows: readonly (readonly [name: string, text: string])[],
  width: number,
): readonly string[] {
  const left = Math.max(0, ...rows.map(([name]) => widthOf(name)));
  return table(
    rows.flatMap(([name, text]) =>
      wrap(text, width - left - 2).map((line, index) => [index === 0 ? name : '', line]),
    ),
  );
}
