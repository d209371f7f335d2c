export type FlagValue = string | true | readonly string[];

/** What was given on the command line. */
export interface Given {
  readonly flags: Readonly<Record<string, FlagValue>>;
  readonly args: readonly string[];
}

/** The values of a flag that may be repeated; commas separate, too. */
export function listFlag(flags: Given['flags'], name: string): readonly string[] | undefined {
  const value = flags[name];
  if (!Array.isArray(value)) return undefined;
  return value
    .flatMap((item: string) => item.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The value of a flag that takes one. */
export function textFlag(flags: Given['flags'], name: string): string | undefined {
  const value = flags[name];
  return typeof value === 'string' ? value : undefined;
}
