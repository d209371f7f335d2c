import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { hideUserinfo } from '../../git/userinfo.ts';
import type { Mask } from '../secrets/mask.ts';
import { isNoRoom, noRoomFor } from '../no-room.ts';
import { failure } from '../problems.ts';

/** What is told of a program that has ended, or was never started. */
export interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly code?: string | undefined;
  readonly isMaxBuffer: boolean;
  readonly stdout?: string | undefined;
  readonly stderr?: string | undefined;
}

/** The last lines a program wrote, for a message: of its errors, or of its output when it wrote none. */
export function lastWords(mask: Mask, { stdout = '', stderr = '' }: Ended): string {
  const said = stderr.trim() || stdout.trim();
  if (said === '') return ' It said nothing.';
  // Masked before it is cut: half a secret would not be recognised.
  const masked = hideUserinfo(mask.text(said.slice(-65_536)));
  return ` It said:\n${masked.split(/\r?\n/).slice(-12).join('\n').slice(-4000)}`;
}

/** The error of a program that ended as it should not. */
export function failed(
  program: string,
  how: string,
  said: string,
  fix = `Mend what ${basename(program)} says, and run again.`,
) {
  return failure('COMMAND_FAILED', { message: `${basename(program)} ${how}.${said}`, fix });
}

/** The error of a program that was stopped because its time was over. */
export function timedOut(program: string, timeout: number, said: string) {
  return failure(
    'COMMAND_TIMEOUT',
    {
      message: `${basename(program)} did not end within ${timeout / 1000} seconds, and was stopped.${said}`,
      fix: 'Run again, or allow it more time in the options of the step.',
    },
    { transient: true },
  );
}

function howItEnded({ isMaxBuffer, signal, code }: Ended): string {
  if (isMaxBuffer) return 'wrote more than is accepted';
  return signal ? `was ended by ${signal}` : `could not be run (${code ?? 'unknown reason'})`;
}

/** Explains a program that was not started, or did not come to its own end. */
export function notEnded(mask: Mask, program: string, cwd: string, result: Ended) {
  const name = mask.text(program);
  if (result.code !== undefined && isNoRoom(result.code)) return noRoomFor(basename(name), result.code);
  if (!existsSync(cwd)) {
    return failure('COMMAND_FAILED', {
      message: `${name} was to run in ${cwd}, and there is no such folder.`,
      fix: 'Correct the folder in the configuration.',
    });
  }
  if (result.code === 'ENOENT' || result.code === 'EACCES') {
    return failure('COMMAND_MISSING', {
      message: result.code === 'ENOENT' ? `${name} was not found.` : `${name} may not be executed.`,
      fix: `Install ${name}, or add its folder to PATH, in the CI job too.`,
    });
  }
  const isKilled = result.signal === 'SIGKILL' && !result.isMaxBuffer;
  return failed(program, howItEnded(result), lastWords(mask, result), isKilled ? afterKill : undefined);
}

const afterKill =
  'Run again. If it is ended again, look what ends it: mostly a machine or a job that has too little memory.';
