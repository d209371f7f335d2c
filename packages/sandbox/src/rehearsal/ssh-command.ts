import { note } from './programs.ts';

/** Stands in for `ssh` on the PATH of a rehearsal: nothing leaves the machine by it. */
const host = process.argv.slice(2).find((word) => !word.startsWith('-')) ?? 'a host';
note('refused', `A command asked for ${host} by ssh.`);
process.stderr.write(`ssh: a rehearsal lets nothing leave this machine: ${host} was asked for\n`);
process.exitCode = 255;
