/** Whole processes, from start to exit, as a person or a CI job waits for them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs commands in turns, so that what else the machine does falls on all of them, and gives the median of each.
 * @param commands `{ argv, cwd, env }` by name
 * @param rounds how often each is measured; where more than once, after a run that warms the caches
 * @returns milliseconds by name
 */
export async function medians(commands, rounds) {
  const times = new Map(Object.keys(commands).map((name) => [name, []]));
  const warming = rounds > 1 ? 1 : 0;
  for (let round = 0; round < rounds + warming; round++) {
    for (const [name, command] of Object.entries(commands)) {
      const time = await timed(command);
      if (round >= warming) times.get(name).push(time);
    }
  }
  return Object.fromEntries([...times].map(([name, all]) => [name, median(all)]));
}

/** Gives the milliseconds of one run of one command, or of several one after the other (`argv` a list of lists). */
async function timed({ argv, cwd, env }) {
  const start = performance.now();
  for (const one of Array.isArray(argv[0]) ? argv : [argv]) await run(one, { cwd, env });
  return performance.now() - start;
}

async function run([program, ...args], { cwd, env }) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stdout.resume();
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors = (errors + text).slice(-4000);
  });
  const [code] = await once(child, 'close');
  if (code !== 0) {
    throw new Error(`${[program, ...args].join(' ')} ended with code ${code}: ${errors.trim()}`);
  }
}

/** Most memory of one run in MiB, as Node itself tells it. */
export async function memory({ argv, cwd, env }) {
  const tell = `import { writeSync } from 'node:fs';
process.on('exit', () => writeSync(2, '\\nMAXRSS=' + process.resourceUsage().maxRSS + '\\n'));`;
  const child = spawn(argv[0], argv.slice(1), {
    cwd,
    env: {
      ...process.env,
      ...env,
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(tell)}`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    errors = (errors + text).slice(-1_000_000);
  });
  await once(child, 'close');
  const found = [...errors.matchAll(/MAXRSS=(\d+)/g)].map(([, size]) => Number(size) / 1024);
  return found.length === 0 ? undefined : Math.max(...found);
}

function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[sorted.length >> 1];
}
