/** A flag of a command, by its name without dashes. */
export interface FlagSpec {
  readonly summary: string;
  /** Names its value in the help; absent for a switch. */
  readonly value?: string;
  readonly repeat?: boolean;
}

export type FlagSpecs = Readonly<Record<string, FlagSpec>>;

/** What a command takes. */
export interface CommandSpec {
  readonly name: string;
  readonly summary: string;
  readonly options: FlagSpecs;
  /** Positional arguments by name; a trailing `?` makes one optional, `..` lets it repeat. */
  readonly args?: readonly string[];
}

/** How a command is called: `release status [REF]`. */
export function usageOf({ name, args = [] }: Pick<CommandSpec, 'name' | 'args'>): string {
  const command = name === 'release' ? [] : [name];
  return ['release', ...command, ...args.map(spelt)].join(' ');
}

/** `ref?` -> `[REF]`. */
function spelt(arg: string): string {
  const name = arg.replace(/\?$|\.\.$/, '').toUpperCase();
  if (arg.endsWith('..')) return `[${name}..]`;
  return arg.endsWith('?') ? `[${name}]` : name;
}
