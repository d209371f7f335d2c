// Fails when a package that users get has a known vulnerability. A registry that cannot be asked (no network, a mirror
// without advisories) is no finding: it is said, and nothing fails.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' });
const { vulnerabilities, message } = read(stdout);
if (vulnerabilities === undefined) {
  console.log(`The registry could not be asked for advisories: ${message ?? 'no answer'}`);
} else {
  const found = Object.values(vulnerabilities);
  for (const { name, severity, range } of found) console.error(`${severity}: ${name} ${range}`);
  if (found.length > 0) process.exitCode = 1;
  else console.log('No known vulnerability in what users get.');
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
