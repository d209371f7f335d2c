import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir, platform } from 'node:os';
import { join } from 'node:path';
import type { Environment } from './environment.ts';

/** A module as the registry gave it. */
export interface CachedModule {
  readonly type: string;
  readonly bytes: Buffer;
}

/** What deno writes behind a module that it keeps: the headers it came with. */
const metadata = '\n// denoCacheMetadata=';

/**
 * Gives what deno has kept of JSR on this machine, by the path of its address, so that a package with dependencies can be
 * checked without a network. The form is that of deno 2: files named by the SHA-256 of the path.
 */
export function denoCache(env: Environment): (path: string) => CachedModule | undefined {
  const folder = join(rootOf(env), 'remote/https/jsr.io');
  return (path) => {
    const name = createHash('sha256').update(path).digest('hex');
    try {
      return readModule(readFileSync(join(folder, name)));
    } catch {
      return undefined; // it is not there, or in the form of another version
    }
  };
}

function readModule(file: Buffer): CachedModule {
  const end = file.lastIndexOf(metadata);
  const { headers } = JSON.parse(file.toString('utf8', end + metadata.length)) as {
    readonly headers: Readonly<Record<string, string>>;
  };
  return { type: headers['content-type'] ?? 'text/plain', bytes: file.subarray(0, end) };
}

/** The folder that `deno info` calls DENO_DIR. */
function rootOf(env: Environment): string {
  const home = env['HOME'] ?? homedir();
  const caches = platform() === 'darwin' ? join(home, 'Library/Caches') : join(home, '.cache');
  return env['DENO_DIR'] || join(env['XDG_CACHE_HOME'] || caches, 'deno');
}
