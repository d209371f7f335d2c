import { type Given, textFlag } from '../arguments/given.ts';
import { commandHelp, programHelp } from '../arguments/help.ts';
import { findCommand, parseArgs } from '../arguments/parse.ts';
import type { CommandSpec } from '../arguments/spec.ts';
import { unknownCommand } from '../arguments/unknown-command.ts';
import { type CoreCommand, commands, everyFlag } from '../commands/table.ts';
import { readCi } from '../facts/ci.ts';
import { type Console, makeConsole } from '../output/console.ts';
import { harmless } from '../output/text.ts';
import type { Invocation } from '../session/invocation.ts';
import { failureOf } from './failure.ts';
import { type Begin, Opening } from './opening.ts';
import { sourceBelow } from './source.ts';
import { terminalOf } from './terminal.ts';

/** What a run of the program is made from. */
export interface Launch {
  readonly process: NodeJS.Process;
  /** The version of this package. */
  readonly version: string;
  /** Fires when the process is asked to end. */
  readonly signal: AbortSignal;
}

/** One run of the program: finds the command that is meant, equips it, and tells how it ended. */
export class Program {
  readonly #given: Given;
  readonly #version: string;
  readonly #signal: AbortSignal;
  readonly #terminal;
  readonly #ci;
  readonly #console: Console;
  readonly #opening: Opening;

  /** @param given the flags that every command takes */
  constructor(given: Given, { process, version, signal }: Launch) {
    this.#given = given;
    this.#version = version;
    this.#signal = signal;
    this.#terminal = terminalOf(process, () => this.#opening.act(), textFlag(given.flags, 'cwd'));
    this.#ci = readCi((variable) => process.env[variable]);
    this.#opening = new Opening({
      cwd: this.#terminal.cwd,
      env: process.env,
      signal,
      ci: this.#ci,
      config: textFlag(given.flags, 'config'),
      flow: textFlag(given.flags, 'flow'),
      say: (line) => this.#console.say([harmless(line)]),
    });
    this.#console = makeConsole({
      stdout: process.stdout,
      stderr: process.stderr,
      env: process.env,
      provider: this.#ci.provider,
      json: given.flags['json'] === true,
      quiet: given.flags['quiet'] === true,
      verbose: given.flags['verbose'] === true,
      ...(given.flags['no-color'] === true ? { colour: false } : {}),
      mask: (text) => this.#opening.masked(text),
      now: this.#terminal.now,
    });
  }

  /** Whether something may have been changed. */
  get hasActed(): boolean {
    return this.#opening.isActing;
  }

  /** Gives the exit code. */
  async run(name: string | undefined, argv: readonly string[]): Promise<number> {
    if (name === 'help') return this.run(findCommand(argv, everyFlag).name, ['--help']);
    if (argv.includes('--version')) return this.#say([this.#version]);
    if (name === undefined && asksForHelp(argv))
      return this.#say(programHelp(commands, this.#console.canvas));
    const command = commands.find((candidate) => candidate.name === (name ?? 'release'));
    return command === undefined ? this.#runPlugins(name ?? '', argv) : this.#runCore(command, argv);
  }

  async #runCore(command: CoreCommand, argv: readonly string[]): Promise<number> {
    if (asksForHelp(argv)) return this.#help(command);
    const more = await command.moreOptions?.(() => this.#opening.session());
    const given = parseArgs(argv, { ...command, options: { ...more, ...command.options } });
    const { run } = await command.load();
    return run(this.#invocation(given, (workspace) => command.begin?.(workspace, given.flags)));
  }

  async #runPlugins(name: string, argv: readonly string[]): Promise<number> {
    const { findPluginCommand, runPluginCommand, standaloneCommands, writableFolders } = await import(
      './plugin-commands.ts'
    );
    const lookup = { folder: this.#terminal.cwd, session: () => this.#opening.session() };
    const found = await findPluginCommand(name, lookup);
    if (found === undefined) throw unknownCommand(name, commands, standaloneCommands);
    const { command } = found;
    if (asksForHelp(argv)) return this.#help(command);
    const given = parseArgs(argv, command);
    const { tools, effects } = await this.#opening.place(command.standalone);
    const invocation = this.#invocation(given);
    for (const folder of writableFolders(command, invocation)) tools.files.open(folder);
    return runPluginCommand(found, invocation, effects);
  }

  #help(command: CommandSpec): number {
    return this.#say(commandHelp(command, this.#console.canvas));
  }

  #invocation(given: Given, begin?: Begin): Invocation {
    return {
      ...given,
      console: this.#console,
      terminal: this.#terminal,
      ci: this.#ci,
      json: given.flags['json'] === true,
      version: this.#version,
      session: (flow) => this.#opening.session({ flow, begin }),
      workspace: () => this.#opening.workspace(),
      repository: () => this.#opening.repository(),
      signal: this.#signal,
    };
  }

  #say(lines: readonly string[]): number {
    this.#console.answer(lines);
    return 0;
  }

  /** Tells what ended the run, and gives the exit code. */
  fail(error: unknown): number {
    const { report, code, stack } = failureOf(error, {
      interrupted: this.#signal.aborted,
      acting: this.#opening.isActing,
    });
    this.#console.problems(report.problems, sourceBelow(this.#opening.top));
    if (stack !== undefined && this.#console.canvas.verbose) this.#console.problem(stack);
    if (this.#given.flags['json'] === true) this.#console.json(report);
    return code;
  }

  async close(): Promise<void> {
    await this.#opening.close();
  }
}

const asksForHelp = (argv: readonly string[]): boolean => argv.includes('--help') || argv.includes('-h');
