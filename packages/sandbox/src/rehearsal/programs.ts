import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Programs of the rehearsal's own, before all others on the PATH. */
export interface Programs {
  readonly folder: string;
  /** What they were called for, each a whole sentence. */
  said(): Promise<readonly string[]>;
}

/** Programs that would reach servers past every proxy: `docker` by its daemon, `ssh` by itself. */
const names = ['docker', 'ssh'] as const;

/** Variables by which the programs find the switchboard, and the file that they write into. */
export const switchboardVariable = 'LAUNCHWAY_SWITCHBOARD';
export const notesVariable = 'LAUNCHWAY_NOTES';

export async function writePrograms(
  root: string,
): Promise<Programs & { readonly env: Readonly<Record<string, string>> }> {
  const folder = join(root, 'bin');
  const notes = join(root, 'programs.txt');
  await mkdir(folder, { recursive: true });
  await writeFile(notes, '');
  for (const name of names) {
    const module = new URL(`./${name}-command.js`, import.meta.url).href;
    await writeFile(join(folder, name), `#!/usr/bin/env node\nimport(${JSON.stringify(module)});\n`, {
      mode: 0o755,
    });
  }
  return {
    folder,
    env: { [notesVariable]: notes },
    said: async () => [...new Set((await readFile(notes, 'utf8')).split('\n').filter(Boolean))],
  };
}
