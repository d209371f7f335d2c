import type { Environment } from './secrets/credentials.ts';
import { effectProblems } from './problems.ts';

/**
 * Gives the milliseconds that `LAUNCHWAY_TIMEOUT` (seconds) allows any one request or program; nothing when it is not set.
 * @throws TIMEOUT_UNREADABLE
 */
export function timeLimitOf(env: Environment): number | undefined {
  const value = env['LAUNCHWAY_TIMEOUT']?.trim() ?? '';
  if (value === '') return undefined;
  const seconds = /^\d{1,6}(\.\d{1,3})?$/.test(value) ? Number(value) : 0;
  if (seconds > 0) return seconds * 1000;
  throw effectProblems.refusal('TIMEOUT_UNREADABLE', {
    message: `LAUNCHWAY_TIMEOUT is ${JSON.stringify(value)}, which is no number of seconds.`,
    fix: 'Set it to seconds, such as LAUNCHWAY_TIMEOUT=120, or take it away.',
  });
}
