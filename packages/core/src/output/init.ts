import { indent, table, wrap } from './layout.ts';
import { oneLine } from './text.ts';
import type { Canvas } from './view.ts';

/** What `release init` found, decided and wrote. */
export interface InitReport {
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** Whether the files were written. */
  readonly written: boolean;
  readonly found: readonly { readonly what: string; readonly where: string; readonly detail: string }[];
  readonly because: readonly string[];
  readonly left: readonly string[];
  /** Commands to go on with. */
  readonly next: readonly string[];
}

export function initView(report: InitReport, canvas: Canvas): readonly string[] {
  const { style } = canvas;
  const rows = report.found.map(({ what, where, detail }) => [
    what,
    oneLine(where, 60),
    style.faint(oneLine(detail, 80)),
  ]);
  const title = (text: string): readonly string[] => ['', style.strong(text)];
  return [
    style.strong('Found'),
    ...table(rows).map((row) => `  ${row}`),
    ...(report.because.length === 0 ? [] : [...title('Decided'), ...bullets(report.because, canvas)]),
    ...(report.left.length === 0 ? [] : [...title('Left to you'), ...bullets(report.left, canvas)]),
    ...(report.written
      ? [...title('Written'), ...report.files.map(({ path }) => `  ${path}`)]
      : report.files.flatMap(({ path, content }) => [
          ...title(`${path} would be`),
          ...content
            .trimEnd()
            .split('\n')
            .map((line) => `  ${line}`),
        ])),
    ...title('Next'),
    ...report.next.map((command) => `  ${command}`),
  ];
}

function bullets(lines: readonly string[], { width }: Canvas): readonly string[] {
  return lines.flatMap((line) => indent(wrap(oneLine(line, 1000), width - 4), '    ', '  - '));
}
