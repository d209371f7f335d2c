/**
 * Gives the unified diff of a file with 3 lines of context, as `git diff` and `patch` read it; an empty text when
 * nothing differs.
 * @param before the old text; absent for a new file
 */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  if (before === after) return '';
  const [left, right] = [linesOf(before ?? ''), linesOf(after)];
  const hunks = hunksOf(script(left, right));
  const headers = [`--- ${before === undefined ? '/dev/null' : label('a', path)}`, `+++ ${label('b', path)}`];
  return [...headers, ...hunks.map((hunk) => printed(hunk))].map((part) => `${part}\n`).join('');
}

/** One line of the comparison; a line holds its line end, but for the last one of a text without. */
interface Row {
  readonly mark: ' ' | '-' | '+';
  readonly line: string;
}

interface Hunk {
  readonly left: number;
  readonly right: number;
  readonly rows: readonly Row[];
}

const context = 3;

/** As git does, a name with white space is closed by a tab. */
function label(side: string, path: string): string {
  return `${side}/${path}${/\s/.test(path) ? '\t' : ''}`;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function printed({ left, right, rows }: Hunk): string {
  const counts = {
    left: rows.filter((row) => row.mark !== '+').length,
    right: rows.filter((row) => row.mark !== '-').length,
  };
  const head = `@@ -${span(left, counts.left)} +${span(right, counts.right)} @@`;
  return [head, ...rows.map(printedRow)].join('\n');
}

function printedRow({ mark, line }: Row): string {
  return line.endsWith('\n') ? mark + line.slice(0, -1) : `${mark}${line}\n\\ No newline at end of file`;
}

/** A range begins at the line before it when it is empty; a count of one is left out. */
function span(start: number, count: number): string {
  if (count === 0) return `${start},0`;
  return count === 1 ? String(start + 1) : `${start + 1},${count}`;
}

/** Joins changes that are closer than twice the context. */
function hunksOf(rows: readonly Row[]): readonly Hunk[] {
  const changed = rows.flatMap((row, index) => (row.mark === ' ' ? [] : [index]));
  const ranges: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && index - context <= last.to) last.to = index + context + 1;
    else ranges.push({ from: Math.max(0, index - context), to: index + context + 1 });
  }
  let [at, left, right] = [0, 0, 0];
  return ranges.map(({ from, to }) => {
    for (; at < from; at += 1) [left, right] = after(rows[at], left, right);
    const hunk = { left, right, rows: rows.slice(from, to) };
    for (; at < Math.min(to, rows.length); at += 1) [left, right] = after(rows[at], left, right);
    return hunk;
  });
}

function after(row: Row | undefined, left: number, right: number): [number, number] {
  return [left + (row?.mark === '+' ? 0 : 1), right + (row?.mark === '-' ? 0 : 1)];
}

/** The whole comparison: what both begin and end with is set aside, the rest compared. */
function script(left: readonly string[], right: readonly string[]): readonly Row[] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let [leftEnd, rightEnd] = [left.length, right.length];
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1])
    [leftEnd, rightEnd] = [leftEnd - 1, rightEnd - 1];
  const same = (lines: readonly string[]): Row[] => lines.map((line) => ({ mark: ' ', line }));
  return [
    ...same(left.slice(0, start)),
    ...myers(left.slice(start, leftEnd), right.slice(start, rightEnd)),
    ...same(left.slice(leftEnd)),
  ];
}

/** More differences than this are shown as one whole replacement: nobody reads them line by line. */
const most = 500;

/** Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations"); `ends[k]` is the furthest x on diagonal k. */
function myers(left: readonly string[], right: readonly string[]): readonly Row[] {
  const trace: Map<number, number>[] = [];
  const ends = new Map([[1, 0]]);
  for (let distance = 0; distance <= Math.min(most, left.length + right.length); distance += 1) {
    trace.push(new Map(ends));
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      let x = goesDown(ends, diagonal, distance)
        ? (ends.get(diagonal + 1) ?? 0)
        : (ends.get(diagonal - 1) ?? 0) + 1;
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x += 1;
      ends.set(diagonal, x);
      if (x >= left.length && x - diagonal >= right.length) return walkBack(trace, left, right);
    }
  }
  return [
    ...left.map((line): Row => ({ mark: '-', line })),
    ...right.map((line): Row => ({ mark: '+', line })),
  ];
}

function goesDown(ends: ReadonlyMap<number, number>, diagonal: number, distance: number): boolean {
  const [below, above] = [ends.get(diagonal - 1) ?? -1, ends.get(diagonal + 1) ?? -1];
  return diagonal === -distance || (diagonal !== distance && below < above);
}

function walkBack(
  trace: readonly ReadonlyMap<number, number>[],
  left: readonly string[],
  right: readonly string[],
): readonly Row[] {
  const rows: Row[] = [];
  let [x, y] = [left.length, right.length];
  for (let distance = trace.length - 1; distance >= 0; distance -= 1) {
    const ends = trace[distance] ?? new Map<number, number>();
    const down = goesDown(ends, x - y, distance);
    const previous = x - y + (down ? 1 : -1);
    const fromX = ends.get(previous) ?? 0;
    const fromY = fromX - previous;
    for (; x > fromX && y > fromY && x > 0 && y > 0; y -= 1) rows.push({ mark: ' ', line: left[--x] ?? '' });
    if (distance > 0)
      rows.push(down ? { mark: '+', line: right[--y] ?? '' } : { mark: '-', line: left[--x] ?? '' });
  }
  return rows.reverse();
}
