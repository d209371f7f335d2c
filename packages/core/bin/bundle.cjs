/**
 * Loads the bundle, with the bytecode that an earlier run of the same command left: most of what a command runs are
 * functions that V8 compiles when they are first called, and Node's own compile cache keeps none of these.
 */
const fs = require('node:fs');
const Module = require('node:module');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Script } = require('node:vm');

const folder = join(__dirname, '../dist/bundle');
const file = join(folder, 'core.cjs');

/**
 * @param command the command's word, for each runs other functions
 * @param version the version of this package
 * @param importer `import` of a module that may import
 * @returns what the bundle exports, and `keep`, which leaves the bytecode for the next run
 */
exports.load = (command, version, importer) => {
  const place = cachePlace(command, version);
  const cachedData = place && read(place);
  const source = fs.readFileSync(file, 'latin1');
  const script = new Script(Module.wrap(source), { filename: file, cachedData });
  const module = new Module(file);
  Object.assign(module, { filename: file, importer });
  const require = Module.createRequire(file);
  require.cache[file] = module;
  script.runInThisContext().call(module.exports, module.exports, require, module, file, folder);
  module.loaded = true;
  const isNew = place !== undefined && (cachedData === undefined || script.cachedDataRejected === true);
  return {
    bundle: require('./cli.cjs'),
    keep: () => (isNew ? write(place, script.createCachedData()) : undefined),
  };
};

/** Beside Node's own cache, which the same two variables move and forbid. V8 itself refuses what another V8 has left. */
function cachePlace(command, version) {
  const { NODE_COMPILE_CACHE: base, NODE_DISABLE_COMPILE_CACHE: never } = process.env;
  if (never) return undefined;
  const { size, mtimeMs } = fs.statSync(file);
  const own = `launchway-${version}-${process.version}-${process.arch}-${process.getuid?.() ?? ''}`;
  const name = `${command}-${size}-${Math.trunc(mtimeMs)}.bytecode`;
  return join(base || join(tmpdir(), 'node-compile-cache'), own, name);
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
