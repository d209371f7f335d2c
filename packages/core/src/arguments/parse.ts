import { nearest } from '../model/nearest.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import { globalFlags } from './flags.ts';
import type { FlagValue, Given } from './given.ts';
import { usageProblems } from './problems.ts';
import { type CommandSpec, type FlagSpec, type FlagSpecs, usageOf } from './spec.ts';

const shorts: Readonly<Record<string, string>> = { h: 'help', v: 'version', y: 'yes' };

/** Finds the command's name in the arguments: the first that is neither a flag nor a flag's value. */
export function findCommand(
  argv: readonly string[],
  known: FlagSpecs,
): { name: string | undefined; rest: readonly string[] } {
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') break;
    if (!word.startsWith('-')) return { name: word, rest: [...argv.slice(0, at), ...argv.slice(at + 1)] };
    if (!word.includes('=') && known[longName(word)]?.value !== undefined) at++;
  }
  return { name: undefined, rest: argv };
}

/**
 * Reads a command's flags and arguments.
 * @throws USAGE_FLAG, USAGE_VALUE: all mistakes at once, each with the nearest valid name
 */
export function parseArgs(argv: readonly string[], spec: CommandSpec): Given {
  const known = { ...globalFlags, ...spec.options };
  const { args, given } = parted(argv, known);
  const flags: Record<string, FlagValue> = {};
  const problems = given.flatMap(({ word, name, flag, value }) => {
    if (flag === undefined) return [unknownFlag(word, known, spec)];
    return flag.value === undefined ? setSwitch(flags, name, value) : setValue(flags, name, flag, value);
  });
  problems.push(...countArgs(args, spec));
  if (problems.length > 0 && flags['help'] !== true) throw new ReleaseError(problems);
  return { flags, args };
}

/** A flag as it was written, and the value that was written with it. */
interface GivenFlag {
  readonly word: string;
  readonly name: string;
  /** Absent where the command has no such flag. */
  readonly flag: FlagSpec | undefined;
  readonly value: string | undefined;
}

/** Parts flags, each with its value, from the arguments between and after them; after `--` there are none. */
function parted(
  argv: readonly string[],
  known: FlagSpecs,
): { readonly args: readonly string[]; readonly given: readonly GivenFlag[] } {
  const args: string[] = [];
  const given: GivenFlag[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') return { args: [...args, ...argv.slice(at + 1)], given };
    if (!word.startsWith('-') || word === '-') {
      args.push(word);
      continue;
    }
    const name = longName(word);
    const flag = Object.hasOwn(known, name) ? known[name] : undefined;
    const inline = word.includes('=') ? word.slice(word.indexOf('=') + 1) : undefined;
    const next = inline === undefined && flag?.value !== undefined ? valueAfter(argv, at) : undefined;
    if (next !== undefined) at++;
    given.push({ word, name, flag, value: inline ?? next });
  }
  return { args, given };
}

/** The word after a flag, unless it is a flag itself. */
function valueAfter(argv: readonly string[], at: number): string | undefined {
  const next = argv[at + 1];
  return next?.startsWith('--') === true && next !== '--' ? undefined : next;
}

function longName(word: string): string {
  const bare = word.split('=', 1)[0] ?? '';
  if (bare.startsWith('--')) return bare.slice(2);
  return shorts[bare.slice(1)] ?? bare;
}

function unknownFlag(word: string, flags: FlagSpecs, spec: CommandSpec): Problem {
  const name = (word.split('=', 1)[0] ?? word).replace(/^-+/, '');
  const dashed = Object.keys(flags).map((flag) => `--${flag}`);
  const near = nearest(name, Object.keys(flags));
  const command = usageOf({ name: spec.name });
  return usageProblems.error('USAGE_FLAG', {
    message: `\`${command}\` has no flag ${word.split('=', 1)[0] ?? word}.${near === undefined ? '' : ` Did you mean "--${near}"?`}`,
    fix: `See \`${command} --help\`. It takes ${dashed.join(', ')}.`,
  });
}

function setSwitch(
  found: Record<string, FlagValue>,
  name: string,
  value: string | undefined,
): readonly Problem[] {
  found[name] = true;
  if (value === undefined) return [];
  const message = `--${name} takes no value, and was given ${JSON.stringify(value)}.`;
  return [
    usageProblems.error('USAGE_VALUE', { message, fix: `Write \`--${name}\` alone, or leave it out.` }),
  ];
}

function setValue(
  found: Record<string, FlagValue>,
  name: string,
  flag: FlagSpec,
  value: string | undefined,
): readonly Problem[] {
  if (value === undefined || value === '') {
    const message = `--${name} needs a value.`;
    return [
      usageProblems.error('USAGE_VALUE', { message, fix: `Write \`--${name} ${flag.value ?? 'VALUE'}\`.` }),
    ];
  }
  if (value === '-' && isPath(flag)) {
    const message = `--${name} takes the name of a ${flag.value === 'DIR' ? 'folder' : 'file'}; \`-\`, standard output, is none.`;
    return [
      usageProblems.error('USAGE_VALUE', { message, fix: 'Name one. `--json` prints to standard output.' }),
    ];
  }
  const before = found[name];
  if (flag.repeat === true) {
    found[name] = [...(Array.isArray(before) ? before : []), value];
    return [];
  }
  found[name] = value;
  if (before === undefined || before === value) return [];
  const message = `--${name} was given twice: ${String(before)} and ${value}.`;
  return [usageProblems.error('USAGE_VALUE', { message, fix: 'Give it once.' })];
}

const isPath = ({ value }: FlagSpec): boolean => value === 'FILE' || value === 'DIR';

function countArgs(args: readonly string[], spec: CommandSpec): readonly Problem[] {
  const wanted = spec.args ?? [];
  const needed = wanted.filter((arg) => !arg.endsWith('?') && !arg.endsWith('..'));
  const usage = `Write \`${usageOf(spec)}\`.`;
  if (args.length < needed.length) {
    const message = `${needed[args.length]?.toUpperCase() ?? 'An argument'} is missing.`;
    return [usageProblems.error('USAGE_VALUE', { message, fix: usage })];
  }
  if (args.length <= wanted.length || wanted.at(-1)?.endsWith('..') === true) return [];
  return [
    usageProblems.error('USAGE_VALUE', {
      message: `${JSON.stringify(args[wanted.length])} is one argument too many.`,
      fix: usage,
    }),
  ];
}
