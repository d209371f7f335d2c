import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { git } from './git.ts';
import type { Recorder } from './recorder.ts';
import type { Remotes } from './remotes.ts';
import type { Services } from './services.ts';
import type { Switchboard } from './switchboard.ts';

/** What holds something that can be kept. */
export interface Holders {
  readonly hall: Remotes;
  readonly served: Services;
  readonly switchboard: Switchboard;
  readonly recorder: Recorder;
}

/** Writes what there is: repositories, registries as image layouts, packages, forges, and every request. */
export async function keep(folder: string, { hall, served, switchboard, recorder }: Holders): Promise<void> {
  for (const { place, path } of hall.repositories())
    await git(
      hall.root,
      'clone',
      '--quiet',
      '--mirror',
      '--no-local',
      path,
      join(folder, 'git', `${place}.git`),
    );
  for (const service of await served.started()) await writeFiles(folder, service.files());
  await writeFiles(folder, {
    'requests.ndjson': switchboard.exchanges.map((exchange) => `${JSON.stringify(exchange)}\n`).join(''),
    ...Object.fromEntries(
      recorder.requests.flatMap(({ method, body }, index) =>
        body.length === 0 ? [] : [[`recorded/${index + 1}-${method.toLowerCase()}`, body]],
      ),
    ),
  });
}

async function writeFiles(
  folder: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}
