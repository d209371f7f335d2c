import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined } from '@launchway/core';
import { inOneLine } from './in-process.ts';
import type { Road } from './road.ts';
import { asked, type CarryOut, type Outcome } from './run.ts';

/** How a release is started as a process of its own. */
export interface ReleaseCommand {
  /** Program and arguments; must report as JSON, such as `['node', 'node_modules/.bin/release', '--yes', '--json']`. */
  readonly argv: readonly string[];
  /** Makes a fresh clone ready, as `npm ci` does in a CI job. */
  prepare(folder: string): Promise<void>;
}

/** Milliseconds that a process and all it has started may take. */
const longest = 300_000;

/** Runs the command, with what makes it mortal loaded before it. */
export const runProcess =
  ({ argv: [program = '', ...args] }: ReleaseCommand, road: Road): CarryOut =>
  async ({ from, env, points, disturbance, temporary }) => {
    const log = join(temporary, '..', 'operations');
    const { operation } = disturbance;
    const at = operation && [operation.when, operation.point.name, operation.point.time].join('\t');
    const preload = createRequire(import.meta.url).resolve('@launchway/sandbox/mortal-process');
    const child = spawn(program, args, {
      cwd: from.path,
      env: {
        ...env,
        NODE_OPTIONS: `--import=${preload}`,
        // Where this process would keep it: what is in a run's own folder, it has left there.
        NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
        MORTAL_LOG: log,
        ...defined({ MORTAL_AT: at }),
      },
      // The last is the lifeline, which all that the process starts holds as well.
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
    road.begin({
      befalls: asked(points, disturbance),
      struck: () => (disturbance.kills === true ? child.kill('SIGKILL') : undefined),
    });
    const exited = once(child, 'exit').then(async () => {
      // What it has started outlives it, and a push that is not answered waits for ever.
      if (child.signalCode !== null) await road.mend();
    });
    await Promise.all([exited, once(child, 'close', { signal: AbortSignal.timeout(longest) })]);
    const operations = (await readFile(log, 'utf8').catch(() => ''))
      .split('\n')
      .filter((line) => line !== '');
    for (const line of operations) points.operation(JSON.parse(line) as { name: string; time: number });
    const { signalCode: signal } = child;
    return signal === null ? reported(texts) : { outcome: signal, problems: [], crash: signal };
  };

function reported({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): Outcome {
  try {
    const report = JSON.parse(stdout) as {
      outcome: string;
      problems: readonly { code: string; message: string }[];
    };
    const crash = report.problems.some(({ code }) => code === 'UNEXPECTED') ? stderr : undefined;
    return { outcome: report.outcome, problems: report.problems.map(inOneLine), crash };
  } catch {
    return { outcome: 'crashed', problems: [], crash: `${stdout}\n${stderr}` };
  }
}
