import { oneLine } from './text.ts';

/** Largest dotenv report a GitLab takes, unless its administrator says otherwise. */
const dotenvLimit = 5 * 1024;

/**
 * Gives a dotenv report: one line a variable, values of one line without quotes, nothing that GitLab would refuse the
 * whole file for. Variables come in the order given, until the file is full.
 */
export function dotenv(variables: Readonly<Record<string, string>>): string {
  let file = '';
  for (const [name, value] of Object.entries(variables)) {
    const line = `${variableName(name)}=${oneLine(value, 1000)}\n`;
    if (Buffer.byteLength(file + line) > dotenvLimit) continue;
    file += line;
  }
  return file;
}

/** `version-chart` -> `LAUNCHWAY_VERSION_CHART`. */
function variableName(name: string): string {
  return `LAUNCHWAY_${name
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')}`;
}

/** Gives the lines that begin and end a folded section of the job's log. */
export function section(
  name: string,
  title: string,
  now: number,
): { readonly begin: string; readonly end: string } {
  const id = `launchway_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`;
  const seconds = Math.floor(now / 1000);
  return {
    begin: `\u001b[0Ksection_start:${seconds}:${id}\r\u001b[0K${oneLine(title)}`,
    end: `\u001b[0Ksection_end:${seconds}:${id}\r\u001b[0K`,
  };
}
