import { isError, type Place, type Problem } from '../model/problem.ts';
import { documented } from './documented.ts';
import { indent, wrap } from './layout.ts';
import { cleaned, oneLine } from './text.ts';
import type { Canvas } from './view.ts';

/** Gives the text of a file of the repository, for the lines round a problem. */
export type SourceOf = (file: string) => string | undefined;

/** Shows problems, errors first: what, where, the line, what to do, and the page of ours that says more. */
export function problemsView(
  problems: readonly Problem[],
  canvas: Canvas,
  sourceOf?: SourceOf,
): readonly string[] {
  const ordered = [...problems.filter(isError), ...problems.filter((problem) => !isError(problem))];
  return ordered.flatMap((problem, index) => [
    ...(index === 0 ? [] : ['']),
    ...problemView(cleaned(problem), canvas, sourceOf),
  ]);
}

function problemView(problem: Problem, canvas: Canvas, sourceOf?: SourceOf): readonly string[] {
  const { style, width } = canvas;
  const paint = isError(problem) ? style.bad : style.warn;
  const label = isError(problem) ? 'error' : 'warning';
  const by = problem.plugin === undefined ? '' : style.faint(` (${problem.plugin})`);
  const place = problem.where === undefined ? '' : spellPlace(problem.where);
  const text = (lines: string): readonly string[] => indent(wrap(lines, Math.max(40, width) - 2), '  ');
  return [
    `${paint(label)} ${style.strong(problem.code)}${by}`,
    ...(place === '' ? [] : [`  ${style.name(place)}`]),
    ...text(problem.message),
    ...frame(problem.where, sourceOf, canvas),
    ...indent(wrap(`Fix: ${problem.fix}`, Math.max(40, width) - 2), '       ', '  ').map((line, index) =>
      index === 0 ? line.replace('Fix:', style.good('Fix:')) : line,
    ),
    ...(documented.has(problem.code)
      ? [`  ${style.faint(`More: docs/problems/${problem.code}.md of Launchway`)}`]
      : []),
  ];
}

/** `charts/Chart.yaml:3:10`, `release.config.ts, flows.github.plugins[0]`. */
function spellPlace(place: Place): string {
  const line =
    place.line === undefined ? '' : `:${place.line}${place.column === undefined ? '' : `:${place.column}`}`;
  const file = place.file === undefined ? '' : place.file + line;
  return [file, place.pointer ?? '', place.url ?? ''].filter((part) => part !== '').join(', ');
}

/** The line a problem is on, with its neighbours. */
function frame(
  place: Place | undefined,
  sourceOf: SourceOf | undefined,
  { style }: Canvas,
): readonly string[] {
  const at = place?.line;
  const source = place?.file === undefined || at === undefined ? undefined : sourceOf?.(place.file);
  if (source === undefined || at === undefined) return [];
  const lines = source.split(/\r?\n/);
  if (at > lines.length) return [];
  const first = Math.max(1, at - 2);
  const last = Math.min(lines.length, at + 1);
  const digits = String(last).length;
  const shown: string[] = [];
  for (let number = first; number <= last; number++) {
    const row = `${String(number).padStart(digits)} | ${oneLineOf(lines[number - 1] ?? '')}`;
    shown.push(number === at ? `  ${style.bad('>')} ${row}` : style.faint(`    ${row}`));
    if (number === at && place?.column !== undefined && place.column <= 160) {
      shown.push(style.bad(`    ${' '.repeat(digits)} | ${' '.repeat(Math.max(0, place.column - 1))}^`));
    }
  }
  return shown.map((line) => line.trimEnd());
}

const oneLineOf = (line: string): string =>
  line.trim() === '' ? '' : ' '.repeat(/^\s*/.exec(line)?.[0].length ?? 0) + oneLine(line, 160);
