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
  const { stdout, stderr, json, provider, env, mask = (text: string) => text } = options;
  const people = json ? stderr : stdout;
  const ci = provider !== 'none';
  const colour = wantsColour({
    env,
    tty: people.isTTY === true,
    ...(options.colour === undefined ? {} : { flag: options.colour }),
  });
  const canvas: Canvas = {
    style: makeStyle(colour),
    width: Math.min(people.columns ?? 100, 120),
    verbose: options.verbose,
  };
  const progress = makeProgress(stderr, !ci && !options.quiet);

  const write = (stream: Stream, text: string): void => {
    progress.clear();
    stream.write(mask(text));
  };
  const lines = (stream: Stream, shown: readonly string[]): void => {
    if (shown.length > 0) write(stream, inert(`${shown.join('\n')}\n`));
  };
  const folded = (title: string, shown: readonly string[]): void => {
    if (provider === 'github') write(people, `${github.group(title)}\n`);
    const { begin, end } = section(title, title, options.now());
    if (provider === 'gitlab') write(people, `${begin}\n`);
    if (!ci) lines(people, [canvas.style.strong(title)]);
    lines(people, shown);
    if (provider === 'github') write(people, `${github.endGroup}\n`);
    if (provider === 'gitlab') write(people, `${end}\n`);
  };
  return {
    canvas,
    answer: (shown) => lines(people, shown),
    raw: (text) => write(stdout, inert(text.endsWith('\n') ? text : `${text}\n`)),
    json: (value) => write(stdout, `${inertJson(JSON.stringify(value, null, 2))}\n`),
    say: (shown) => {
      if (!options.quiet) lines(people, shown);
    },
    problems: (found, sourceOf) => {
      lines(stderr, problemsView(found, canvas, sourceOf));
      if (provider === 'github')
        write(
          stderr,
          github
            .annotations(found)
            .map((line) => `${line}\n`)
            .join(''),
        );
    },
    problem: (text) => lines(stderr, harmless(text).split('\n')),
    fold: (title, shown) => {
      if (shown.length > 0 && !options.quiet) folded(title, shown);
    },
    notice: (command) => write(people, `${command}\n`),
    progress: (line) => progress.show(line),
  };
}
