import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The real client: DENO_BIN_PATH, the npm package, or PATH; nothing where there is none. */
export const denoPath: string | undefined = [process.env['DENO_BIN_PATH'], ofNpm(), 'deno'].find(runs);

/** A cache of its own, shared by the tests of one file. */
const denoDir = mkdtempSync(join(tmpdir(), 'launchway-deno-'));

/** What makes deno quiet, quick and alone. */
export const denoEnv = { DENO_DIR: denoDir, DENO_BIN_PATH: denoPath ?? '' };

function ofNpm(): string | undefined {
  try {
    const deno = createRequire(import.meta.url).resolve('deno/package.json');
    const target = `${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;
    return join(dirname(createRequire(deno).resolve(`@deno/${target}/package.json`)), 'deno');
  } catch {
    return undefined;
  }
}

function runs(path: string | undefined): path is string {
  if (!path || (path.includes('/') && !existsSync(path))) return false;
  try {
    execFileSync(path, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
