import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { isReleaseError, type Problem, type Reads } from '@launchway/core';
import atLeast from 'semver/functions/gte.js';
import { jsrProblems } from '../problems.ts';

/** The client before this one goes on to upload a version that is out already, and hides what the registry says. */
const oldest = '2.9.0';

export interface Deno {
  readonly path: string;
  readonly version: string;
}

/**
 * Finds deno: where the options say, where DENO_BIN_PATH says, in the npm package `deno` of the repository, on PATH.
 * @throws JSR_DENO_MISSING; COMMAND_TIMEOUT where it does not start in time
 */
export async function findDeno(option: string | null, reads: Reads): Promise<Deno> {
  const told = option ?? reads.env('DENO_BIN_PATH');
  const candidates = told ? [told] : [...(await ofRepository(reads)), 'deno'];
  for (const path of candidates) {
    const version = await versionOf(path, reads);
    if (version !== undefined) return { path, version };
  }
  throw missing(told);
}

/** Says what is wrong with the deno that was found. */
export function denoProblems({ path, version }: Deno): readonly Problem[] {
  if (atLeast(version, oldest)) return [];
  return [
    jsrProblems.error('JSR_DENO_OLD', {
      message: `${path} is deno ${version}; publishing needs ${oldest} or newer.`,
      fix: 'Run `npm install --save-dev deno@latest`, or point DENO_BIN_PATH to a newer one.',
    }),
  ];
}

async function versionOf(path: string, reads: Reads): Promise<string | undefined> {
  try {
    const { stdout } = await reads.query([path, '--version'], { timeout: 60_000, env: { NO_COLOR: '1' } });
    return /^deno (\d+\.\d+\.\d+\S*)/m.exec(stdout)?.[1];
  } catch (error) {
    if (isReleaseError(error) && error.problems.some(({ code }) => /^COMMAND_(?:MISSING|FAILED)$/.test(code)))
      return undefined;
    throw error; // one that is slow to start is there
  }
}

/** The program inside the npm package, which needs no install script to have run. */
async function ofRepository(reads: Reads): Promise<readonly string[]> {
  const { stdout, exitCode } = await reads.query(['git', 'rev-parse', '--show-toplevel'], {
    exitCodes: [0, 128],
  });
  const top = stdout.trim();
  if (exitCode !== 0 || top === '') return [];
  try {
    const deno = createRequire(join(top, 'package.json')).resolve('deno/package.json');
    const binary = createRequire(deno).resolve(`@deno/${target()}/package.json`);
    return [join(dirname(binary), platform() === 'win32' ? 'deno.exe' : 'deno')];
  } catch {
    return [];
  }
}

function target(): string {
  const system = platform();
  return `${system}-${arch()}${system === 'linux' ? '-glibc' : ''}`;
}

function missing(told: string | undefined) {
  return jsrProblems.refusal('JSR_DENO_MISSING', {
    message: told
      ? `There is no deno that runs at ${told}.`
      : 'deno was not found: neither as npm package of this repository nor on PATH.',
    fix: told
      ? 'Correct the `deno` option or DENO_BIN_PATH.'
      : 'Run `npm install --save-dev deno` (on Alpine: `apk add deno`), or set DENO_BIN_PATH.',
  });
}

/** What decides how deno is called. */
export interface DenoCall {
  /** Flags of the options. */
  readonly flags: readonly string[];
  readonly ofNpm: boolean;
}

/**
 * What npm's kind of code needs: imports without extensions, `fs` for `node:fs`, the folder node_modules as it is. Its
 * types are its own tools' business.
 */
const npmFlags = ['--unstable-bare-node-builtins', '--unstable-sloppy-imports', '--unstable-byonm'];

/**
 * Gives the arguments of `deno publish`. The tree is a throw-away checkout, so that it may be dirty, and the lock file
 * is not to be written.
 */
export const publishArguments = ({ flags, ofNpm }: DenoCall): readonly string[] => [
  'publish',
  '--allow-dirty',
  '--no-lock',
  ...(ofNpm ? npmFlags : []),
  ...(ofNpm && !flags.some((flag) => flag.endsWith('-check')) ? ['--no-check'] : []),
  ...flags,
];

/** The environment of every call. */
export const denoEnv = ({ ofNpm }: DenoCall): Readonly<Record<string, string>> => ({
  NO_COLOR: '1',
  DENO_NO_UPDATE_CHECK: '1',
  DENO_NO_PROMPT: '1',
  RUST_BACKTRACE: '0',
  ...(ofNpm && { DENO_DISABLE_PEDANTIC_NODE_WARNINGS: 'true' }),
});
