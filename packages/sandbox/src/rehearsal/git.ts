import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { quietGit } from '../repository.ts';

const run = promisify(execFile);

/** Runs git in a repository of the rehearsal, out of reach of anybody's configuration. */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const { PATH = '' } = process.env;
  const options = { cwd: folder, env: { PATH, ...quietGit }, maxBuffer: 1 << 28 };
  return (await run('git', [...args], options)).stdout.trimEnd();
}
