import { resolve } from 'node:path';
import { importModule } from '../config/reading/module.ts';
import { ownPackages, resolvePackage } from '../config/reading/resolve.ts';
import type { Command, CommandInvocation } from '../model/plugin.ts';
import { isReleaseError } from '../model/problem.ts';
import type { Invocation } from '../session/invocation.ts';
import type { Session } from '../session/session.ts';

/** Commands of our plugins that need no configuration, and the packages whose `commands` hold them. */
export const standaloneCommands: Readonly<Record<string, string>> = {
  tags: '@launchway/plugin-docker',
  package: '@launchway/plugin-helm-catalog',
  catalog: '@launchway/plugin-helm-catalog',
  values: '@launchway/plugin-gitlab',
};

/** A command, and all of its name: of two instances of a plugin each brings one. */
export interface FoundCommand {
  readonly command: Command;
  readonly namesakes: readonly Command[];
}

/** Where a command of a plugin may be looked for. */
export interface Lookup {
  /** The folder packages are looked up from. */
  readonly folder: string;
  /** Opens the configuration and its flow. */
  session(): Promise<Session>;
}

/**
 * Finds a command that a plugin brings: of the flow at hand, else of a package that needs no configuration.
 * A configuration that is missing or broken stands in the way of commands that need one, and of no others.
 */
export async function findPluginCommand(
  name: string,
  { folder, session }: Lookup,
): Promise<FoundCommand | undefined> {
  const alone = [await standaloneCommand(name, folder)].flatMap((command) => command ?? []);
  if (alone.some(({ standalone }) => standalone === 'only')) return found(alone);
  try {
    const { flow } = await session();
    const own = flow.plugins
      .flatMap((plugin) => plugin.commands ?? [])
      .filter((command) => command.name === name);
    return found(own) ?? found(alone);
  } catch (error) {
    if (alone.length > 0 || (isReleaseError(error) && error.problems.every(isAbsence))) return found(alone);
    throw error;
  }
}

function found(namesakes: readonly Command[]): FoundCommand | undefined {
  const [command] = namesakes;
  return command && { command, namesakes };
}

const isAbsence = ({ code }: { readonly code: string }): boolean =>
  code === 'CONFIG_NOT_FOUND' || code === 'NOT_A_REPOSITORY';

async function standaloneCommand(name: string, folder: string): Promise<Command | undefined> {
  const pack = Object.hasOwn(standaloneCommands, name) ? standaloneCommands[name] : undefined;
  const file = pack === undefined ? undefined : await resolvePackage(folder, pack);
  if (file === undefined) return undefined;
  const module = await importModule(file, () => ownPackages(folder));
  if (
    typeof module !== 'object' ||
    module === null ||
    !('commands' in module) ||
    !Array.isArray(module.commands)
  )
    return undefined;
  return (module.commands as readonly Command[]).find((command) => command.name === name);
}

/** Gives the folders a command may write below: those the user named for it, or the current one. */
export function writableFolders(
  { writes = [], args: names = [] }: Command,
  { args, flags, terminal }: Pick<Invocation, 'args' | 'flags' | 'terminal'>,
): readonly string[] {
  return writes.map((name) => {
    const at = names.findIndex((each) => each.replace(/\?$/, '') === name);
    const given = at < 0 ? flags[name] : args[at];
    return resolve(terminal.cwd, typeof given === 'string' && given !== '' ? given : '.');
  });
}

/** Calls a plugin's command as it wants to be called. */
export async function runPluginCommand(
  { command, namesakes }: FoundCommand,
  invocation: Invocation,
  effects: CommandInvocation['effects'],
): Promise<number> {
  return command.run({
    args: invocation.args,
    options: invocation.flags,
    cwd: invocation.terminal.cwd,
    json: invocation.json,
    effects,
    namesakes,
    plan: async () => (await (await invocation.session()).engine.plan()).context,
    print: (text) => invocation.console.raw(text),
  });
}
