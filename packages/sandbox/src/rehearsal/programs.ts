import { appendFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RehearsedWorld } from '@launchway/core/engine';

/** What programs noted, each a whole sentence. */
export type Notes = Pick<RehearsedWorld, 'assumed' | 'refused'>;

/** Programs of the rehearsal's own, before all others on the PATH. */
export interface Programs {
  readonly folder: string;
  /** Variables they need. */
  readonly env: Readonly<Record<string, string>>;
  notes(): Promise<Notes>;
}

/** Programs that would reach servers past every proxy: `docker` by its daemon, `ssh` by itself. */
const names = ['docker', 'ssh'] as const;

/** The variable by which the programs find the switchboard. */
export const switchboardVariable = 'LAUNCHWAY_SWITCHBOARD';
/** The variable that names the file into which they write. */
const notesVariable = 'LAUNCHWAY_NOTES';
const refusedMark = 'refused: ';

/** Puts the programs into a folder below this one. */
export async function writePrograms(root: string): Promise<Programs> {
  const folder = join(root, 'bin');
  const file = join(root, 'programs.txt');
  await mkdir(folder, { recursive: true });
  await writeFile(file, '');
  for (const name of names) {
    const module = new URL(`./${name}-command.js`, import.meta.url).href;
    await writeFile(join(folder, name), `#!/usr/bin/env node\nimport(${JSON.stringify(module)});\n`, {
      mode: 0o755,
    });
  }
  return {
    folder,
    env: { [notesVariable]: file },
    notes: async () => {
      const lines = [...new Set((await readFile(file, 'utf8')).split('\n').filter(Boolean))];
      const refused = lines.filter((line) => line.startsWith(refusedMark));
      return {
        assumed: lines.filter((line) => !refused.includes(line)),
        refused: refused.map((line) => line.slice(refusedMark.length)),
      };
    },
  };
}

/** Called in one of the programs: notes what it took for granted, or refused. */
export function note(kind: keyof Notes, sentence: string): void {
  const mark = kind === 'refused' ? refusedMark : '';
  appendFileSync(process.env[notesVariable] ?? '/dev/null', `${mark}${sentence}\n`);
}
