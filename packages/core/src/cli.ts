import { resolve } from 'node:path';
import { type Given, textFlag } from './arguments/given.ts';
import { globalsOf } from './arguments/globals.ts';
import { commandHelp, programHelp } from './arguments/help.ts';
import { findCommand, parseArgs } from './arguments/parse.ts';
import type { CommandSpec } from './arguments/spec.ts';
import { unknownCommand } from './arguments/unknown-command.ts';
import { tellLoss } from './cli-loss.ts';
import { makeTerminal, sourceBelow } from './cli-terminal.ts';
import { failureOf } from './commands/failure.ts';
import type { CommandModule, Engine, Invocation, Session } from './commands/session.ts';
import { type CoreCommand, commands, everyFlag } from './commands/table.ts';
import { readCi } from './facts/ci.ts';
import type { Command } from './model/plugin.ts';
import { isReleaseError } from './model/problem.ts';
import { type Console, makeConsole } from './output/console.ts';
import { harmless } from './output/text.ts';
import type { Place, Workspace, WorkspaceOptions } from './workspace.ts';

/**
 * Runs the `release` command.
 * @param argv arguments without the program's name
 * @param version the version of this package
 * @param signal fires when the process is asked to end
 * @returns the exit code
 */
export function main(argv: readonly string[], version: string, signal: AbortSignal): Promise<number> {
  return tellLoss(process, () => run(argv, version, signal));
}

async function run(argv: readonly string[], version: string, signal: AbortSignal): Promise<number> {
  const { name, rest } = findCommand(argv, everyFlag);
  const given = globalsOf(rest);
  const program = new Program(given, version, signal);
  try {
    const code = await program.run(name, rest);
    return signal.aborted && code !== 0 ? 130 : code;
  } catch (error) {
    return program.fail(error, signal.aborted);
  } finally {
    await program.close();
  }
}

/** The folder that the command runs in, also where it is gone, which is told when it is opened. */
function here(): string {
  try {
    return process.cwd();
  } catch {
    return process.env['PWD'] ?? '/';
  }
}

/** One run of the program: what it has opened, and where it writes. */
class Program {
  readonly #given: Given;
  readonly #version: string;
  readonly #signal: AbortSignal;
  readonly #console: Console;
  readonly #terminal;
  readonly #ci;
  #workspace: Promise<Workspace> | undefined;
  #opened: Place | undefined;
  /** Top of the repository, once it is open. */
  #top: string | undefined;
  #session: Promise<Session> | undefined;
  /** Whether something may have been changed. */
  #acting = false;
  /** Lets git begin with what the command needs. */
  #begin: (workspace: Workspace) => void = () => undefined;

  constructor(given: Given, version: string, signal: AbortSignal) {
    this.#given = given;
    this.#version = version;
    this.#signal = signal;
    this.#terminal = makeTerminal(resolve(here(), textFlag(given.flags, 'cwd') ?? '.'));
    this.#ci = readCi((variable) => process.env[variable]);
    this.#console = makeConsole({
      stdout: process.stdout,
      stderr: process.stderr,
      env: process.env,
      provider: this.#ci.provider,
      json: given.flags['json'] === true,
      quiet: given.flags['quiet'] === true,
      verbose: given.flags['verbose'] === true,
      ...(given.flags['no-color'] === true ? { colour: false } : {}),
      mask: (text) => this.#opened?.tools.mask.text(text) ?? text,
      now: this.#terminal.now,
    });
  }

  async run(name: string | undefined, argv: readonly string[]): Promise<number> {
    if (name === 'help') return this.run(findCommand(argv, everyFlag).name, ['--help']);
    if (argv.includes('--version')) return this.#say([this.#version]);
    if (name === undefined && (argv.includes('--help') || argv.includes('-h')))
      return this.#say(programHelp(commands, this.#console.canvas));
    const command = commands.find((candidate) => candidate.name === (name ?? 'release'));
    return command === undefined ? this.#runPlugins(name ?? '', argv) : this.#runCore(command, argv);
  }

  async #runCore(command: CoreCommand, argv: readonly string[]): Promise<number> {
    const help = argv.includes('--help') || argv.includes('-h');
    const spec = command.name === 'bump' && !help ? await this.#withTracks(command) : command;
    const given = parseArgs(argv, spec);
    if (help) return this.#say(commandHelp(spec, this.#console.canvas));
    this.#begin = (workspace) => command.begin?.(workspace, given.flags);
    const module: CommandModule = await command.load();
    return module.run(this.#invocation(given));
  }

  /** The flags of `bump` are named after the flow's tracks. */
  async #withTracks(command: CommandSpec): Promise<CommandSpec> {
    const { trackFlags } = await import('./commands/bump.ts');
    return { ...command, options: { ...trackFlags(await this.#openSession()), ...command.options } };
  }

  async #runPlugins(name: string, argv: readonly string[]): Promise<number> {
    const { findPluginCommand, runPluginCommand, standaloneCommands, writableFolders } = await import(
      './commands/standalone.ts'
    );
    const lookup = { folder: this.#terminal.cwd, session: () => this.#openSession() };
    const found = await findPluginCommand(name, lookup);
    if (found === undefined) throw unknownCommand(name, commands, standaloneCommands);
    const { command } = found;
    const given = parseArgs(argv, command);
    if (argv.includes('--help')) return this.#say(commandHelp(command, this.#console.canvas));
    const { tools, effects } = await this.#openPlace(command.standalone);
    const invocation = this.#invocation(given);
    for (const folder of writableFolders(command, invocation)) tools.files.open(folder);
    return runPluginCommand(found, invocation, effects);
  }

  #invocation(given: Given): Invocation {
    return {
      ...given,
      console: this.#console,
      terminal: this.#terminal,
      ci: this.#ci,
      json: given.flags['json'] === true,
      version: this.#version,
      session: (flow) => this.#openSession(flow),
      workspace: () => this.#openWorkspace(),
      signal: this.#signal,
      repository: async () => {
        const [workspace, { openedRepository }] = await Promise.all([
          this.#openWorkspace(),
          import('./commands/open.ts'),
        ]);
        return openedRepository(workspace);
      },
    };
  }

  #openWorkspace(): Promise<Workspace> {
    this.#workspace ??= (async () => {
      const { openWorkspace } = await import('./workspace.ts');
      const workspace = await openWorkspace(this.#workspaceOptions());
      this.#top = workspace.repository.top;
      this.#opened = workspace;
      return workspace;
    })();
    return this.#workspace;
  }

  /** The repository, or where there is none and none is needed, the folder. */
  async #openPlace(standalone: Command['standalone']): Promise<Place> {
    if (standalone === 'only') return this.#openFolder(new TypeError('The command looks at no repository.'));
    try {
      return await this.#openWorkspace();
    } catch (error) {
      if (standalone !== true || !isNoRepository(error)) throw error;
      return this.#openFolder(error);
    }
  }

  async #openFolder(why: unknown): Promise<Place> {
    const { openFolder } = await import('./workspace.ts');
    this.#opened = openFolder(this.#workspaceOptions(), why);
    return this.#opened;
  }

  #workspaceOptions(): WorkspaceOptions {
    const { cwd } = this.#terminal;
    return {
      cwd,
      env: process.env,
      signal: this.#signal,
      say: (line) => this.#console.say([harmless(line)]),
    };
  }

  #openSession(flow = textFlag(this.#given.flags, 'flow')): Promise<Session> {
    this.#session ??= (async () => {
      const [workspace, openSession] = await Promise.all([this.#openWorkspace(), loadSession()]);
      this.#begin(workspace);
      const config = textFlag(this.#given.flags, 'config');
      const wish = { cwd: this.#terminal.cwd, ci: this.#ci, signal: this.#signal };
      const session = await openSession(workspace, {
        ...wish,
        ...(config === undefined ? {} : { config }),
        ...(flow === undefined ? {} : { flow }),
      });
      return { ...session, engine: this.#watched(session.engine) };
    })();
    return this.#session;
  }

  /** The engine, with a note of when it begins to act. */
  #watched(engine: Engine): Engine {
    const acting = <A extends unknown[], R>(act: (...args: A) => R) => {
      return (...args: A): R => {
        this.#acting = true;
        return act(...args);
      };
    };
    return { ...engine, apply: acting(engine.apply), bump: acting(engine.bump) };
  }

  #say(lines: readonly string[]): number {
    this.#console.answer(lines);
    return 0;
  }

  /** Tells what ended the run, and gives the exit code. */
  fail(error: unknown, interrupted: boolean): number {
    const { report, code, stack } = failureOf(error, { interrupted, acting: this.#acting });
    this.#console.problems(report.problems, sourceBelow(this.#top ?? this.#terminal.cwd));
    if (stack !== undefined && this.#console.canvas.verbose) this.#console.problem(stack);
    if (this.#given.flags['json'] === true) this.#console.json(report);
    return code;
  }

  async close(): Promise<void> {
    await this.#opened?.close();
  }
}

/** Loads what opens a session, and what every configuration imports, while git is busy opening the repository. */
async function loadSession() {
  await import('./workspace.ts'); // git begins once this is there
  const [{ openSession }] = await Promise.all([import('./commands/open.ts'), import('./index.ts')]);
  return openSession;
}

/** Whether nothing more is wrong than that there is no repository, or no git to look for one. */
const isNoRepository = (error: unknown): boolean =>
  isReleaseError(error) &&
  error.problems.every(({ code }) => code === 'NOT_A_REPOSITORY' || code === 'GIT_MISSING');
