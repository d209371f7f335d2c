import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { quietGit } from '@launchway/sandbox';

const run = promisify(execFile);

/** Runs git in a folder and gives what it printed. */
export async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', args, {
    cwd,
    env: { ...process.env, ...quietGit },
    maxBuffer: 1 << 28,
  });
  return stdout.trimEnd();
}
