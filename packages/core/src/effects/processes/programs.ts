import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import type { Environment } from '../secrets/credentials.ts';

/**
 * Gives the port that finds a program as starting it would: by its path where there is one, else in the folders of PATH,
 * on Windows with the endings of PATHEXT.
 * @param root what relative paths start from
 */
export function createProgramFinder(
  root: string,
  env: Environment,
): (program: string) => Promise<string | undefined> {
  const isWindows = process.platform === 'win32';
  const endings = isWindows ? ['', ...(env['PATHEXT'] ?? '.EXE;.CMD;.BAT;.COM').split(';')] : [''];
  const path = Object.entries(env).find(([name]) => (isWindows ? name.toUpperCase() : name) === 'PATH')?.[1];
  return async (program) => {
    const isPath = program.includes('/') || (isWindows && program.includes('\\'));
    const folders = isPath ? [''] : (path ?? '').split(delimiter).filter((folder) => folder !== '');
    for (const folder of folders) {
      for (const ending of endings) {
        const file = resolve(root, join(folder, `${program}${ending}`));
        if (await isProgram(file)) return file;
      }
    }
    return undefined;
  };
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
