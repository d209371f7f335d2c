#!/usr/bin/env node
// Not by `import`, which would load most of what these modules could be asked for.
const { readFileSync } = process.getBuiltinModule('node:fs');
const { setMaxListeners } = process.getBuiltinModule('node:events');
const module = process.getBuiltinModule('node:module');

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  process.stdout.on('error', () => (process.exitCode = 2)).write(`${version}\n`);
} else {
  // Not by `await` at the top: Node has words of its own for one that nothing keeps.
  void run().then((code) => (process.exitCode = code));
}

/** Runs the bundled command; the first signal asks it to end, the second ends it. */
async function run() {
  module.enableCompileCache?.();
  const { load } = module.createRequire(import.meta.url)('./bundle.cjs');
  const command = argv.find((word) => /^[a-z]{1,20}$/.test(word)) ?? 'release';
  const { bundle, keep } = load(command, version, (name) => import(name));
  const ending = new AbortController();
  setMaxListeners(0, ending.signal); // each program that runs listens
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, first);
  const code = await bundle.main(argv, version, ending.signal);
  if (code === 0) keep();
  return code;

  /** It goes once all that listen have been told, for those that remove folders leave them where somebody else ends the run. */
  function first(signal) {
    ending.abort();
    setImmediate(() => process.removeListener(signal, first));
  }
}
