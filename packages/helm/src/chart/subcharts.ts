import { isReleaseError, ReleaseError } from '@launchway/core';
import { helmProblems } from '../problems.ts';
import { ArchiveError } from './archive-error.ts';
import { readArchive, type Room } from './archive.ts';
import type { ChartFile } from './files.ts';
import { type Chart, loadChart } from './load.ts';

/**
 * Loads what lies in `charts/`: folders and packages. Entries that begin with a dot or an underscore are passed over,
 * everything else must be a chart.
 * @throws CHART_SUBCHART, and as {@link loadChart} does
 */
export async function loadSubcharts(
  files: readonly ChartFile[],
  where: string,
  room: Room,
): Promise<readonly Chart[]> {
  const charts: Chart[] = [];
  for (const [entry, members] of entriesOf(files)) {
    const path = where === '' ? `charts/${entry}` : `${where}/charts/${entry}`;
    if (path.split('/charts/').length > deepest)
      throw notAChart(path, `is more than ${deepest} charts deep`, undefined);
    charts.push(await loadEntry(entry, members, path, room));
  }
  return charts;
}

/** A package may hold itself, without end. */
const deepest = 20;

/** The files of `charts/` by its first level, paths from there. */
function entriesOf(files: readonly ChartFile[]): ReadonlyMap<string, ChartFile[]> {
  const entries = new Map<string, ChartFile[]>();
  for (const file of files) {
    if (!file.path.startsWith('charts/') || file.path.endsWith('.prov')) continue;
    const path = file.path.slice('charts/'.length);
    const entry = path.split('/')[0] ?? path;
    if (/^[_.]/.test(entry)) continue;
    const members = entries.get(entry) ?? [];
    members.push({ path, bytes: file.bytes });
    entries.set(entry, members);
  }
  return entries;
}

async function loadEntry(
  entry: string,
  members: readonly ChartFile[],
  path: string,
  room: Room,
): Promise<Chart> {
  try {
    const archive = entry.endsWith('.tgz') ? members.find((file) => file.path === entry) : undefined;
    if (archive !== undefined) return await loadChart(await readArchive(archive.bytes, room), path, room);
    const inside = members.filter((file) => file.path !== entry);
    return await loadChart(
      inside.map((file) => ({ ...file, path: file.path.slice(entry.length + 1) })),
      path,
      room,
    );
  } catch (error) {
    if (error instanceof ArchiveError) throw notAChart(path, error.message, error);
    const stray = isReleaseError(error) && members.every((file) => file.path === entry);
    if (stray && !entry.endsWith('.tgz')) throw notAChart(path, 'is a file, and not a packaged chart', error);
    throw error;
  }
}

function notAChart(file: string, why: string, cause: unknown): ReleaseError {
  return helmProblems.refusal(
    'CHART_SUBCHART',
    {
      message: `${file} ${why}. helm takes everything in charts/ for a chart.`,
      fix: 'Mend it, move it out of charts/, or begin its name with an underscore.',
      where: { file },
    },
    cause,
  );
}
