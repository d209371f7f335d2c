import { type FlagSpecs, type Given, globalFlags, parseArgs } from './args.ts';
import { commands } from './table.ts';

/** Every flag of every command, to tell the values of flags from the command's name. */
export const everyFlag: FlagSpecs = Object.assign(
  {},
  ...commands.map((command) => command.options),
  globalFlags,
);

/** Reads the flags of every command, whatever else is there; the rest is checked when the command is known. */
export function globalsOf(argv: readonly string[]): Given {
  const words = argv.flatMap((word, at) => {
    const name = word.split('=', 1)[0]?.replace(/^--/, '') ?? '';
    const spec = word.startsWith('--') && Object.hasOwn(globalFlags, name) ? globalFlags[name] : undefined;
    if (spec === undefined) return [];
    const next = argv[at + 1];
    return spec.value === undefined || word.includes('=') || next === undefined ? [word] : [word, next];
  });
  try {
    return parseArgs(words, { name: 'release', summary: '', options: {}, args: ['word..'] });
  } catch {
    return { flags: words.includes('--json') ? { json: true } : {}, args: [] };
  }
}
