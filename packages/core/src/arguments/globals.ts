import { globalFlags } from './flags.ts';
import type { Given } from './given.ts';
import { parseArgs } from './parse.ts';

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
