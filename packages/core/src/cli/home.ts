import { homedir } from 'node:os';

/**
 * Gives a user of a container a home who has none, neither by HOME nor by a line in /etc/passwd: some modules ask for it as
 * they load, and Node then throws. It is `/`, as container runtimes have it, where nobody else can put files.
 */
export function withHome(process: NodeJS.Process): void {
  try {
    homedir();
  } catch {
    process.env['HOME'] = '/';
  }
}
