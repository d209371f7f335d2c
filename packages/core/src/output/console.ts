import { defined } from '../model/defined.ts';
import type { Problem } from '../model/problem.ts';
import * as github from './github.ts';
import { section } from './gitlab.ts';
import { problemsView, type SourceOf } from './problems.ts';
import { makeProgress } from './progress.ts';
import { makeStyle, wantsColour } from './style.ts';
import { harmless, inert, inertJson } from './text.ts';
import type { Canvas } from './view.ts';

/** Where a program writes. */
export interface Stream {
  readonly isTTY?: boolean;
  /** 0 on a terminal that does not know its size. */
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ConsoleOptions {
  readonly stdout: Stream;
  readonly stderr: Stream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly provider: 'github' | 'gitlab' | 'other' | 'none';
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  /** False for `--no-color`. */
  readonly colour?: boolean;
  /** Hides secrets in whatever is written. */
  readonly mask?: (text: string) => string;
  readonly now: () => number;
}

/** All that the program says. JSON has standard output alone; everything for people then goes to standard error. */
export interface Console {
  /** A command for the CI itself, already escaped. */
  notice(command: string): void;
  readonly canvas: Canvas;
  /** The answer: lines for people. */
  answer(lines: readonly string[]): void;
  /** The answer as it is, such as notes or a snippet. */
  raw(text: string): void;
  /** The answer for machines. */
  json(value: unknown): void;
  /** What goes with the answer; `--quiet` leaves it out. */
  say(lines: readonly string[]): void;
  problems(problems: readonly Problem[], sourceOf?: SourceOf): void;
  /** Something about a failure that is no problem of its own, such as a stack. */
  problem(text: string): void;
  /** Lines that a CI folds away under a title. */
  fold(title: string, lines: readonly string[]): void;
  /** What is going on now; a passing line on a terminal. */
  progress(line: string): void;
}

export function makeConsole(options: ConsoleOptions): Console {
  const { stdout, stderr, json, provider, quiet, mask = (text: string) => text } = options;
  const people = json ? stderr : stdout;
  const canvas = canvasOf(options, people);
  const progress = makeProgress(stderr, provider === 'none' && !quiet);
  const write = (stream: Stream, text: string): void => {
    progress.clear();
    stream.write(mask(text));
  };
  const lines = (stream: Stream, shown: readonly string[]): void => {
    if (shown.length > 0) write(stream, inert(`${shown.join('\n')}\n`));
  };
  return {
    canvas,
    answer: (shown) => lines(people, shown),
    raw: (text) => write(stdout, inert(text.endsWith('\n') ? text : `${text}\n`)),
    json: (value) => write(stdout, `${inertJson(JSON.stringify(value, null, 2))}\n`),
    say: (shown) => {
      if (!quiet) lines(people, shown);
    },
    problems: (found, sourceOf) => {
      lines(stderr, problemsView(found, canvas, sourceOf));
      if (provider === 'github')
        for (const command of github.annotations(found)) write(stderr, `${command}\n`);
    },
    problem: (text) => lines(stderr, harmless(text).split('\n')),
    fold: (title, shown) => {
      if (shown.length === 0 || quiet) return;
      const { begin, heading, end } = foldMarks(title, options);
      if (begin !== undefined) write(people, `${begin}\n`);
      lines(people, heading === undefined ? shown : [canvas.style.strong(heading), ...shown]);
      if (end !== undefined) write(people, `${end}\n`);
    },
    notice: (command) => write(people, `${command}\n`),
    progress: (line) => progress.show(line),
  };
}

function canvasOf({ env, colour, verbose }: ConsoleOptions, { isTTY, columns }: Stream): Canvas {
  const flag = defined({ flag: colour });
  return {
    style: makeStyle(wantsColour({ env, tty: isTTY === true, ...flag })),
    width: Math.min(columns || 100, 120),
    verbose,
  };
}

/** What stands round lines that belong together: a CI's own commands, or on a terminal a heading. */
function foldMarks(
  title: string,
  { provider, now }: ConsoleOptions,
): { readonly begin?: string; readonly heading?: string; readonly end?: string } {
  if (provider === 'github') return { begin: github.group(title), end: github.endGroup };
  if (provider === 'gitlab') return section(title, title, now());
  return provider === 'none' ? { heading: title } : {};
}
