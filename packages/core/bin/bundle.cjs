/**
 * Loads the bundles of Launchway's packages, each with the bytecode that an earlier run of the same command left: most of
 * what a command runs are functions that V8 compiles when they are first called, and Node's own compile cache keeps none
 * of these.
 */
const fs = require('node:fs');
const Module = require('node:module');
const { tmpdir } = require('node:os');
const { basename, dirname, join, resolve, sep } = require('node:path');
const { Script } = require('node:vm');

/** Where the packages lie that are installed beside this one. */
const packages = resolve(__dirname, '../..') + sep;
/** What is smaller is as fast without. */
const worthwhile = 4096;

/**
 * @param command the command's word, for each runs other functions
 * @param version the version of this package
 * @param importer `import` of a module that may import
 * @returns what the bundle of the command exports, and `keep`, which leaves the bytecode for the next run
 */
exports.load = (command, version, importer) => {
  const folder = cacheFolder(version);
  const fresh = [];
  const usual = Module._extensions['.js'];
  Module._extensions['.cjs'] = (module, file) => {
    if (!isBundle(file)) return usual(module, file);
    const source = fs.readFileSync(file, 'latin1');
    if (source.length < worthwhile) return usual(module, file);
    const place = folder && join(folder, `${command}-${nameOf(file)}.bytecode`);
    const cachedData = place && read(place);
    const script = new Script(Module.wrap(source), { filename: file, cachedData });
    if (place !== undefined && (cachedData === undefined || script.cachedDataRejected === true))
      fresh.push({ place, script });
    module.importer = importer;
    script
      .runInThisContext()
      .call(module.exports, module.exports, Module.createRequire(file), module, file, dirname(file));
  };
  return {
    bundle: require('../dist/bundle/cli.cjs'),
    keep: () => {
      for (const { place, script } of fresh) write(place, script.createCachedData());
    },
  };
};

/** Ours lie beside this package, or where a package manager puts packages of the same scope. */
const isBundle = (file) =>
  dirname(file).includes(`${sep}dist${sep}bundle`) &&
  (file.startsWith(packages) || file.includes(`${sep}@launchway${sep}`));

/** Beside Node's own cache, which the same two variables move and forbid. V8 itself refuses what another V8 has left. */
function cacheFolder(version) {
  const { NODE_COMPILE_CACHE: base, NODE_DISABLE_COMPILE_CACHE: never } = process.env;
  if (never) return undefined;
  const own = `launchway-${version}-${process.version}-${process.arch}-${process.getuid?.() ?? ''}`;
  return join(base || join(tmpdir(), 'node-compile-cache'), own);
}

/** Names a file as it is now: `plugin-chart-index-41277-1795870104551`. */
function nameOf(file) {
  const { size, mtimeMs } = fs.statSync(file);
  const [owner] = file.split(`${sep}dist${sep}bundle`);
  return [basename(owner), basename(file, '.cjs'), size, Math.trunc(mtimeMs)].join('-');
}

/** Reads what nobody else can have written. */
function read(place) {
  try {
    const { O_RDONLY, O_NOFOLLOW } = fs.constants;
    const opened = fs.openSync(place, O_RDONLY | O_NOFOLLOW);
    try {
      const stat = fs.fstatSync(opened);
      const isOwn =
        process.getuid === undefined || (stat.uid === process.getuid() && (stat.mode & 0o022) === 0);
      return isOwn && stat.isFile() ? fs.readFileSync(opened) : undefined;
    } finally {
      fs.closeSync(opened);
    }
  } catch {
    return undefined;
  }
}

/** A run is none the worse where it cannot be written. */
function write(place, bytes) {
  const fresh = `${place}.${process.pid}`;
  try {
    fs.mkdirSync(join(place, '..'), { recursive: true, mode: 0o700 });
    fs.writeFileSync(fresh, bytes, { mode: 0o600, flag: 'wx' });
    fs.renameSync(fresh, place);
  } catch {
    fs.unlink(fresh, () => undefined);
  }
}
