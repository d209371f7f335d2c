import { glossary, indent, wrap } from '../output/layout.ts';
import type { Canvas } from '../output/view.ts';
import { globalFlags } from './flags.ts';
import { type CommandSpec, type FlagSpecs, usageOf } from './spec.ts';

/** The help of the whole program. */
export function programHelp(commands: readonly CommandSpec[], { style, width }: Canvas): readonly string[] {
  const rows = commands.map((command) => [`  ${style.name(usageOf(command))}`, command.summary] as const);
  return [
    `${style.strong('release')}: plans a release from the commits, and makes it so that it is never lost`,
    '',
    ...glossary(rows, width),
    '',
    style.strong('For `release` without a command'),
    ...flagRows(commands.find(({ name }) => name === 'release')?.options ?? {}, width),
    '',
    style.strong('For every command'),
    ...flagRows(globalFlags, width),
    '',
    ...wrap(exitCodes, width),
  ];
}

const exitCodes =
  'Exit codes: 0 success, 1 incomplete (run again), 2 refused, 3 another run was first, 4 nothing to release (with --fail-if-nothing), 130 interrupted. `release COMMAND --help` says more.';

/** The help of one command. */
export function commandHelp(command: CommandSpec, canvas: Canvas): readonly string[] {
  const { style, width } = canvas;
  const own = flagRows(command.options, width);
  return [
    `${style.name(usageOf(command))}${own.length === 0 ? '' : ' [FLAGS]'}`,
    ...indent(wrap(command.summary, width - 2), '  '),
    ...(own.length === 0 ? [] : ['', style.strong('Flags'), ...own]),
    '',
    style.strong('For every command'),
    ...flagRows(globalFlags, width),
  ];
}

function flagRows(flags: FlagSpecs, width: number): readonly string[] {
  const rows = Object.entries(flags).map(
    ([name, flag]) =>
      [`  --${name}${flag.value === undefined ? '' : ` ${flag.value}`}`, flag.summary] as const,
  );
  return glossary(rows, width);
}
