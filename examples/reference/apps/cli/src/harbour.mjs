#!/usr/bin/env node
// The tool that comes with Harbour: it says which release it is of, and which plugins a folder holds.
import { readdirSync } from 'node:fs';

const release = { version: '{version}', platform: '{platform}' };

const [command = 'version', folder = 'plugins'] = process.argv.slice(2);
if (command === 'version') say(`harbour ${release.version} ${release.platform}`);
else if (command === 'plugins') say(readdirSync(folder).join('\n'));
else {
  say('Usage: harbour version, or harbour plugins [FOLDER]');
  process.exitCode = 2;
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
