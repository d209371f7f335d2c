// Completes package-lock.json with the optional packages of other platforms. npm leaves them out when its registry does
// not serve them (mirrors often hold one platform), and `npm ci` then refuses the file everywhere. Run it after
// `npm install`; it changes nothing in a complete file.
import { readFileSync, writeFileSync } from 'node:fs';

const file = 'package-lock.json';
const systems = [
  'aix',
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
];
const processors = ['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

const lock = JSON.parse(readFileSync(file, 'utf8'));
let added = 0;
for (const [path, owner] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(owner.optionalDependencies ?? {})) {
    const place = missingAt(path, name, version);
    if (place === undefined) continue;
    lock.packages[place] = entry(name, version, owner);
    added += 1;
  }
}
lock.packages = Object.fromEntries(
  Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')),
);
if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added === 0 ? 'The lockfile is complete.' : `${added} optional packages added to the lockfile.`);

/** Where an optional package belongs that is nowhere on the way up from its owner; ranges are left to npm. */
function missingAt(path, name, version) {
  if (!/^\d/.test(version)) return undefined;
  const [top, nested] = [`node_modules/${name}`, `${path}/node_modules/${name}`];
  if (lock.packages[nested] !== undefined || lock.packages[top]?.version === version) return undefined;
  return lock.packages[top] === undefined ? top : nested;
}

/** What npm would write, but for the digest, which nobody here has seen. */
function entry(name, version, { dev, engines }) {
  const words = name.split(/[/-]/);
  const find = (known) => known.filter((word) => words.includes(word));
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : [];
  if (words.some((word) => /^(?:gnu|glibc)/.test(word))) libc.push('glibc');
  const [os, cpu] = [find(systems), find(processors)];
  return {
    version,
    ...(cpu.length > 0 && { cpu }),
    ...(dev && { dev }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    ...(os.length > 0 && { os }),
    ...(engines && { engines }),
  };
}
