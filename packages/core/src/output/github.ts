import { randomUUID } from 'node:crypto';
import { isError, type Problem } from '../model/problem.ts';
import type { Report } from '../model/report.ts';
import { releasePages } from './outputs.ts';
import { type Again, remainderView } from './remainder.ts';
import { subject } from './report.ts';
import { harmless } from './text.ts';

/** Largest step summary GitHub keeps; above it the whole summary is dropped. */
const summaryLimit = 1024 * 1024;
/** Annotations of one kind that GitHub shows for a step. */
const shownAnnotations = 10;

/** Gives the workflow command that begins or ends a fold of the log. */
export const group = (title: string): string => `::group::${data(harmless(title))}`;
export const endGroup = '::endgroup::';

/** Gives the annotations of problems: errors and warnings, with file and line where they are known. */
export function annotations(problems: readonly Problem[]): readonly string[] {
  const errors = problems.filter(isError).slice(0, shownAnnotations);
  const warnings = problems.filter((problem) => !isError(problem)).slice(0, shownAnnotations);
  return [
    ...errors.map((problem) => annotation('error', problem)),
    ...warnings.map((problem) => annotation('warning', problem)),
  ];
}

function annotation(kind: 'error' | 'warning', problem: Problem): string {
  const { file, line, column } = problem.where ?? {};
  const properties = { file, line: line?.toString(), col: column?.toString(), title: problem.code };
  const spelt = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${property(harmless(value))}`],
  );
  return `::${kind} ${spelt.join(',')}::${data(harmless(`${problem.message}\nFix: ${problem.fix}`))}`;
}

/** Gives a notice that says how the run ended. */
export const notice = (text: string): string => `::notice title=Launchway::${data(harmless(text))}`;

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

/** Gives what is appended to the file GITHUB_OUTPUT names. The delimiter is random and occurs in no value. */
export function outputsFile(
  outputs: Readonly<Record<string, string>>,
  random: () => string = randomUUID,
): string {
  return Object.entries(outputs)
    .map(([name, value]) => {
      let delimiter = `launchway-${random()}`;
      while (value.includes(delimiter) || name.includes(delimiter)) delimiter = `launchway-${random()}`;
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join('');
}

/**
 * Gives the step summary, in Markdown, cut so that GitHub keeps it.
 * @param again arguments of `release` that complete a release of which something is missing
 */
export function summary(report: Report, again: Again = []): string {
  const isOpen = report.outcome === 'incomplete' || report.outcome === 'interrupted';
  const versions = Object.entries(report.versions).map(
    ([track, version]) => `| ${cell(track)} | ${cell(version)} |`,
  );
  const steps = report.steps.map(
    (step) => `| ${cell(step.title)} | ${step.state} | ${cell(step.problem?.message ?? '')} |`,
  );
  const problems = report.problems.map(
    (problem) => `- **${cell(problem.code)}** ${cell(problem.message)} ${cell(problem.fix)}`,
  );
  const parts = [
    `### Launchway: ${report.outcome}`,
    releasePages(report)
      .map(({ tag, url }) => `- ${cell(tag)}: <${address(url)}>`)
      .join('\n'),
    versions.length === 0 ? '' : ['| track | version |', '|---|---|', ...versions].join('\n'),
    isOpen ? remainderView(report, subject(report), again).map(cell).join('  \n') : '',
    steps.length === 0 ? '' : ['| step | state | |', '|---|---|---|', ...steps].join('\n'),
    problems.join('\n'),
  ];
  return cut(`${parts.filter((part) => part !== '').join('\n\n')}\n`, summaryLimit);
}

/** An address as Markdown takes it between angle brackets. */
const address = (url: string): string => harmless(url).replace(/[<>\s]/g, encodeURIComponent);

/** Third-party text in a table cell: no cell, row, image, link or HTML of its own. */
const cell = (text: string): string =>
  harmless(text)
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|!#@]/g, (sign) => `\\${sign}`)
    .slice(0, 2000);

function cut(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const note = '\n\n_The rest was cut; the log has it all._\n';
  return (
    Buffer.from(text)
      .subarray(0, limit - Buffer.byteLength(note) - 4)
      .toString('utf8')
      .replace(/\ufffd+$/, '') + note
  );
}
