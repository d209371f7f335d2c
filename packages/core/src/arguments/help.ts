import { indent, table, wrap } from '../output/layout.ts';
import type { Canvas } from '../output/view.ts';
import { globalFlags } from './flags.ts';
import { type CommandSpec, type FlagSpecs, usageOf } from './spec.ts';

/** The help of the whole program. */
export function programHelp(commands: readonly CommandSpec[], { style }: Canvas): readonly string[] {
  const rows = commands.map((command) => [`  ${style.name(usageOf(command))}`, command.summary]);
  return [
    `${style.strong('release')}: plans a release from the commits, and makes it so that it is never lost`,
    '',
    ...table(rows),
    '',
    style.strong('For `release` without a command'),
    ...flagRows(commands.find(({ name }) => name === 'release')?.options ?? {}),
    '',
    style.strong('For every command'),
    ...flagRows(globalFlags),
    '',
    'Exit codes: 0 well, 1 incomplete (run again), 2 refused, 3 another run was first, 4 nothing to release',
    '(with --fail-if-nothing), 130 interrupted. `release COMMAND --help` says more.',
  ];
}

/** The help of one command. */
export function commandHelp(command: CommandSpec, canvas: Canvas): readonly string[] {
  const { style, width } = canvas;
  const own = flagRows(command.options);
  return [
    `${style.name(usageOf(command))}${own.length === 0 ? '' : ' [FLAGS]'}`,
    ...indent(wrap(command.summary, width - 2), '  '),
    ...(own.length === 0 ? [] : ['', style.strong('Flags'), ...own]),
    '',
    style.strong('For every command'),
    ...flagRows(globalFlags),
  ];
}

function flagRows(flags: FlagSpecs): readonly string[] {
  return table(
    Object.entries(flags).map(([name, flag]) => [
      `  --${name}${flag.value === undefined ? '' : ` ${flag.value}`}`,
      flag.summary,
    ]),
  );
}
