import { machineReason } from '../model/machine.ts';
import type { Problem } from '../model/problem.ts';
import { hookProblems } from './problems.ts';

/** Tells of an error of the machine under us, such as a full disk, in plain words; nothing for any other error. */
export function machineTrouble(error: unknown): Problem | undefined {
  if (!(error instanceof Error)) return undefined;
  const { path, syscall }: NodeJS.ErrnoException = error;
  const because = machineReason(error);
  if (because === undefined || syscall === undefined) return undefined;
  const what = path === undefined ? `The machine refused "${syscall}"` : `${path}: "${syscall}" failed`;
  return hookProblems.error('MACHINE_FAILED', {
    message: `${what}: ${because}.`,
    fix: 'Mend that on this machine, and run again: what is done is recognised, what is missing is completed.',
  });
}
