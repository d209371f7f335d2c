import { execFile, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { catalogue, type Tree, type TreeEntry } from '@launchway/core';

const tools =
  process.env['LAUNCHWAY_TOOLS'] ??
  fileURLToPath(new URL('../../../node_modules/.cache/launchway-tools', import.meta.url));

/** The real helm that `scripts/helm-oracle.mjs` fetches. */
export const helm4 = join(tools, 'helm-4.1.4');
export const helm3 = join(tools, 'helm-3.17.3');

/** Whether the tests can compare with it; `node scripts/helm-oracle.mjs` brings it. */
export const withoutHelm = !existsSync(helm4) || !existsSync(helm3);
if (withoutHelm)
  console.warn('Skipping what is compared with helm: run `node scripts/helm-oracle.mjs` first.');

const home = mkdtempSync(join(tmpdir(), 'helm-home-'));

const env = {
  PATH: process.env['PATH'],
  HOME: home,
  TZ: 'UTC',
  HELM_CACHE_HOME: join(home, 'cache'),
  HELM_CONFIG_HOME: join(home, 'config'),
  HELM_DATA_HOME: join(home, 'data'),
};

/** Runs helm with a home of its own. */
export function helm(binary: string, args: readonly string[], cwd?: string): SpawnSyncReturns<string> {
  return spawnSync(binary, args, { encoding: 'utf8', env, cwd, maxBuffer: 1 << 28 });
}

/** The same for a helm that asks a server of this process; fails with what it said. Gives its standard output. */
export async function helmOver(
  binary: string,
  args: readonly string[],
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  return promisify(execFile)(binary, args, { env });
}

/** A new empty folder. */
export const temporary = (): string => mkdtempSync(join(tmpdir(), 'helm-catalog-'));

/** The time every file of {@link writeChart} has. */
export const packingTime = 1_767_323_045;

/** Writes a chart's files below a new folder and gives that folder; `->` before a content makes a symbolic link. */
export function writeChart(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = temporary();
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === 'string' && content.startsWith('->')) symlinkSync(content.slice(2), file);
    else {
      writeFileSync(file, content);
      utimesSync(file, packingTime, packingTime);
    }
  }
  return root;
}

const outside = catalogue({ FILE_OUTSIDE: { summary: '', cause: '', remedy: '' } });

/** A folder as the core gives it: links are followed, but not out of the folder. */
export function folderTree(root: string): Tree {
  const inside = (path: string): string | undefined => {
    if (!existsSync(join(root, path))) return undefined;
    const real = realpathSync(join(root, path));
    if (real === realpathSync(root) || real.startsWith(realpathSync(root) + sep)) return real;
    throw outside.refusal('FILE_OUTSIDE', { message: `${path} is outside`, fix: '' });
  };
  const bytes = (path: string) => {
    const file = inside(path);
    return file === undefined || statSync(file).isDirectory() ? undefined : readFileSync(file);
  };
  return {
    bytes: async (path) => bytes(path),
    text: async (path) => bytes(path)?.toString('utf8'),
    list: async (folder = '') =>
      entriesBelow(root, folder).sort((left, right) =>
        Buffer.compare(Buffer.from(left.path), Buffer.from(right.path)),
      ),
  };
}

function entriesBelow(root: string, folder: string): TreeEntry[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute) || !statSync(absolute).isDirectory()) return [];
  const children = readdirSync(absolute, { withFileTypes: true }).filter(({ name }) => name !== '.git');
  return children.flatMap((child): TreeEntry[] => {
    const path = folder === '' ? child.name : `${folder}/${child.name}`;
    if (child.isDirectory()) return entriesBelow(root, path);
    return [{ path, kind: child.isSymbolicLink() ? 'link' : 'file' }];
  });
}
