// Checks every package as its users will get it: publint on the files, attw on the types of the packed archive.
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

let failed = false;
for (const name of readdirSync('packages').sort()) {
  const directory = `packages/${name}`;
  for (const [tool, args] of [
    ['publint', ['run', directory, '--strict']],
    ['attw', ['--pack', directory, '--profile', 'esm-only', '--format', 'ascii']],
  ]) {
    try {
      execFileSync('npx', ['--no-install', tool, ...args], { stdio: 'pipe' });
    } catch (error) {
      failed = true;
      console.error(`${tool} ${directory}:\n${error.stdout}${error.stderr}`);
    }
  }
}
if (failed) process.exitCode = 1;
else console.log('Every package is well formed.');
