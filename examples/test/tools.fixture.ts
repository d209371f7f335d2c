import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file that a forge offers for download. */
interface Download {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const zips = spawnSync('unzip', ['-v']).error === undefined;
if (!zips) console.warn('Zip archives are not looked into: there is no unzip.');

/** What the downloads of a release must come to: by file what the tool in it says, and what is checked. */
export const toolsOf = (version: string): Readonly<Record<string, string>> => ({
  [`harbour_${version}_checksums.txt`]: '5 files are as listed',
  ...Object.fromEntries(
    ['darwin/amd64', 'darwin/arm64', 'linux/amd64', 'linux/arm64'].map((platform) => [
      `harbour_${version}_${platform.replace('/', '_')}.tar.gz`,
      `harbour ${version} ${platform}`,
    ]),
  ),
  [`harbour_${version}_windows_amd64.zip`]: zips ? `harbour ${version} windows/amd64` : 'not unpacked',
});

/** Downloads, checks, unpacks and runs what a release offers, as its users do. */
export async function toolsIn(downloads: readonly Download[]): Promise<Readonly<Record<string, string>>> {
  const folder = await mkdtemp(join(tmpdir(), 'launchway-tools-'));
  try {
    for (const { name, bytes } of downloads) await writeFile(join(folder, name), bytes);
    const told = [];
    for (const { name } of downloads) told.push([name, await tell(folder, name)] as const);
    return Object.fromEntries(told);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function tell(folder: string, name: string): Promise<string> {
  if (name.endsWith('.txt')) {
    const { stdout } = await run('sha256sum', ['--check', name], { cwd: folder });
    return `${stdout.match(/: OK$/gm)?.length} files are as listed`;
  }
  if (name.endsWith('.zip') && !zips) return 'not unpacked';
  const unpack = name.endsWith('.zip') ? ['unzip', '-q', '-o', name] : ['tar', '-xzf', name];
  await run(unpack[0] ?? '', unpack.slice(1), { cwd: folder });
  return (await run(process.execPath, ['harbour.mjs', 'version'], { cwd: folder })).stdout.trim();
}
