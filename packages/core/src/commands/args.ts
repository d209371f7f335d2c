import { didYouMean } from '../model/nearest.ts';
import { type Problem, ReleaseError } from '../model/problem.ts';
import { commandProblems } from './problems.ts';

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

export type FlagValue = string | true | readonly string[];

/** What was given on the command line. */
export interface Given {
  readonly flags: Readonly<Record<string, FlagValue>>;
  readonly args: readonly string[];
}

const shorts: Readonly<Record<string, string>> = { h: 'help', v: 'version', y: 'yes' };

/** Every flag that every command takes. */
export const globalFlags: FlagSpecs = {
  cwd: { summary: 'Run as if started in this folder', value: 'DIR' },
  config: { summary: 'Use this configuration', value: 'FILE' },
  flow: { summary: 'Use this flow', value: 'NAME' },
  json: { summary: 'Print the answer as JSON on standard output' },
  verbose: { summary: 'Say more' },
  quiet: { summary: 'Say the answer only' },
  'no-color': { summary: 'Print without colour' },
  help: { summary: 'Show this help' },
  version: { summary: 'Show the version' },
};

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
  const flags = { ...globalFlags, ...spec.options };
  const found: Record<string, FlagValue> = {};
  const args: string[] = [];
  const problems: Problem[] = [];
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '--') {
      args.push(...argv.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      args.push(word);
      continue;
    }
    const name = longName(word);
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    const inline = word.includes('=') ? word.slice(word.indexOf('=') + 1) : undefined;
    if (flag === undefined) problems.push(unknownFlag(word, flags, spec));
    else if (flag.value === undefined) problems.push(...setSwitch(found, name, inline));
    else {
      const next = argv[at + 1];
      const value =
        inline ?? (next === undefined || (next.startsWith('--') && next !== '--') ? undefined : argv[++at]);
      problems.push(...setValue(found, name, flag, value));
    }
  }
  problems.push(...countArgs(args, spec));
  if (problems.length > 0 && found['help'] !== true) throw new ReleaseError(problems);
  return { flags: found, args };
}

function longName(word: string): string {
  const bare = word.split('=', 1)[0] ?? '';
  if (bare.startsWith('--')) return bare.slice(2);
  return shorts[bare.slice(1)] ?? bare;
}

function unknownFlag(word: string, flags: FlagSpecs, spec: CommandSpec): Problem {
  const name = (word.split('=', 1)[0] ?? word).replace(/^-+/, '');
  const dashed = Object.keys(flags).map((flag) => `--${flag}`);
  const command = spec.name === 'release' ? 'release' : `release ${spec.name}`;
  return commandProblems.error('USAGE_FLAG', {
    message: `\`${command}\` has no flag ${word.split('=', 1)[0] ?? word}.${didYouMean(`--${name}`, dashed)}`,
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
    commandProblems.error('USAGE_VALUE', { message, fix: `Write \`--${name}\` alone, or leave it out.` }),
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
      commandProblems.error('USAGE_VALUE', { message, fix: `Write \`--${name} ${flag.value ?? 'VALUE'}\`.` }),
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
  return [commandProblems.error('USAGE_VALUE', { message, fix: 'Give it once.' })];
}

function countArgs(args: readonly string[], spec: CommandSpec): readonly Problem[] {
  const wanted = spec.args ?? [];
  const needed = wanted.filter((arg) => !arg.endsWith('?') && !arg.endsWith('..'));
  const words = ['release', ...(spec.name === 'release' ? [] : [spec.name]), ...wanted.map(spellArg)];
  const usage = `Write \`${words.join(' ')}\`.`;
  if (args.length < needed.length) {
    const message = `${needed[args.length] ?? 'An argument'} is missing.`;
    return [commandProblems.error('USAGE_VALUE', { message, fix: usage })];
  }
  if (args.length <= wanted.length || wanted.at(-1)?.endsWith('..') === true) return [];
  return [
    commandProblems.error('USAGE_VALUE', {
      message: `${JSON.stringify(args[wanted.length])} is one argument too many.`,
      fix: usage,
    }),
  ];
}

/** `ref?` -> `[REF]`. */
export function spellArg(arg: string): string {
  const name = arg.replace(/\?$|\.\.$/, '').toUpperCase();
  if (arg.endsWith('..')) return `[${name}..]`;
  return arg.endsWith('?') ? `[${name}]` : name;
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
