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

/** Where an optional package belongs that its owner would not find; ranges are left to npm. */
function missingAt(path, name, version) {
  if (!/^\d/.test(version)) return undefined;
  const nearest = placesAbove(path, name).find((place) => lock.packages[place] !== undefined);
  if (nearest === undefined) return `node_modules/${name}`;
  return lock.packages[nearest].version === version ? undefined : `${path}/node_modules/${name}`;
}

/** Every place where Node looks for a package, the nearest first. */
function placesAbove(path, name) {
  const owners = path.split('/node_modules/').map((_, index, parts) => parts.slice(0, parts.length - index));
  return [
    ...owners.map((parts) => `${parts.join('/node_modules/')}/node_modules/${name}`),
    `node_modules/${name}`,
  ];
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
