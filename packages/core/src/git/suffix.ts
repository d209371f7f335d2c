import { isRedirect } from './failures.ts';
import type { RunGit } from './remote.ts';

/**
 * Gives a way to run git that tries an address without `.git` at its end with it, where the server leads to another
 * address: GitLab leads there. Where it really leads is not looked at, so no server can choose who sees the credential.
 */
export function withSuffix(run: RunGit): RunGit {
  return async (args, address) => {
    const answer = await run(args, address);
    const whole = answer.exitCode === 0 || !isRedirect(answer.stderr) ? undefined : suffixed(address);
    return whole === undefined ? answer : run(['-c', `url.${whole}.insteadOf=${address}`, ...args], whole);
  };
}

/** Nothing for an address that has the suffix, or that could not stand in an argument: a password, or a second `=`. */
function suffixed(address: string | undefined): string | undefined {
  if (address === undefined || !/^https?:\/\/[^@?#=\s]+$/.test(address)) return undefined;
  const bare = address.replace(/\/+$/, '');
  return bare.endsWith('.git') ? undefined : `${bare}.git`;
}
