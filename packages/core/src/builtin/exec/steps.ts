import type { Probe, StepKind } from '../../model/plugin.ts';
import type { Effects, Reads } from '../../model/ports.ts';
import { type Deferred, known } from '../../model/step.ts';

export type ExecInput = {
  readonly run: readonly string[];
  readonly done: readonly string[] | null;
  readonly env: { readonly [name: string]: string };
  readonly commit: Deferred<string>;
};

export const staged: StepKind<ExecInput, Record<string, never>> = {
  kind: 'exec:stage',
  phase: 'stage',
  probe,
  run,
  confirm: false,
};
export const published: StepKind<ExecInput, Record<string, never>> = {
  kind: 'exec:publish',
  phase: 'publish',
  probe,
  run,
};

async function probe({ done, env }: ExecInput, reads: Reads): Promise<Probe<Record<string, never>>> {
  if (done === null) return { state: 'todo' };
  const { exitCode } = await reads.query(done, { env, exitCodes: 'any' });
  return exitCode === 0 ? { state: 'done', output: {} } : { state: 'todo' };
}

async function run(input: ExecInput, effects: Effects): Promise<Record<string, never>> {
  const { run: argv, env, commit } = input;
  const sha = known(commit);
  try {
    await effects.exec(argv, sha === undefined ? { env } : { env, cwd: await effects.checkout(sha) });
  } catch (error) {
    // Another run of the same release may have been faster.
    if ((await probe(input, effects)).state !== 'done') throw error;
  }
  return {};
}
