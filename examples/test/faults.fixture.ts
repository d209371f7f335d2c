import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type FaultReport, survives } from '@launchway/sandbox';
import { type FlowName, referenceFlow } from './reference.fixture.ts';

const top = resolve(import.meta.dirname, '../..');

/** The command as users have it, in a checkout where its packages are installed. */
export const command = {
  argv: [process.execPath, join(top, 'packages/core/bin/release.js'), '--yes', '--json'],
  prepare: (folder: string) => symlink(join(top, 'node_modules'), join(folder, 'node_modules')),
};

export const isBuilt = existsSync(join(top, 'packages/core/dist/bundle/core.cjs'));
if (!isBuilt) console.warn('Skipping the releases that are killed: run `npm run build` first.');

/** How many mishaps are tried: in `npm test`, and in CI with LAUNCHWAY_FAULTS=ci. Another number there is taken at its word. */
interface Sample {
  readonly usual: number;
  readonly ci: number;
}

/** Releases a flow of the example with one mishap after the other, and says how many there were. */
export async function prove(
  flow: FlowName,
  { usual, ci }: Sample,
  how: 'failing' | 'killed',
): Promise<FaultReport> {
  const wanted = process.env['LAUNCHWAY_FAULTS'] ?? '';
  const sample = wanted === 'ci' ? ci : Number(wanted) || usual;
  const told = process.env['LAUNCHWAY_MISHAP'];
  const report = await survives(referenceFlow(flow), {
    ...(told === undefined ? {} : { only: (mishap: string) => mishap.startsWith(told) }),
    ...(process.env['LAUNCHWAY_ALL'] === '1' ? {} : { sample }),
    ...(how === 'killed' ? { command } : {}),
    ...(process.env['LAUNCHWAY_WATCH'] === '1' ? { watch: console.log } : {}),
  });
  const { points, mishaps, tried, struck, again } = report;
  console.log(
    `${flow}, ${how}: ${points.length} points, ${mishaps} mishaps; ${tried} tried, ${struck} of them struck, then ${again} different second runs, all survived`,
  );
  return report;
}
