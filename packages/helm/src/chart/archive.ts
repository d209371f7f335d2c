import { posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { ArchiveError } from './archive-error.ts';
import { type ChartFile, largestChart, largestFile, withoutMark } from './files.ts';

/** How much a chart and the packages in its `charts/` may still unpack to, in bytes. */
export interface Room {
  left: number;
}

/** Headers and padding come on top of the files. */
export const roomOfChart = (): Room => ({ left: Math.floor(largestChart * 1.1) });

/**
 * Unpacks a packaged chart in memory, with the rules of helm: the first folder of every path is dropped, no path leads
 * out of the chart, no more than helm would load.
 * @throws ArchiveError when helm would not take it
 */
export async function readArchive(
  tgz: Uint8Array,
  room: Room = roomOfChart(),
): Promise<readonly ChartFile[]> {
  const tar = gunzip(tgz, room);
  room.left -= tar.length;
  const files = (await entriesOf(tar))
    .filter(({ header }) => header.type !== 'directory' && !header.name.endsWith('/'))
    .map(({ header: { name, size }, data = new Uint8Array() }) => {
      const path = pathInChart(name);
      if (size > largestFile)
        throw new ArchiveError(`holds ${shown(name)}, and helm loads no file above 5 MiB`);
      return { path, bytes: withoutMark(data) };
    });
  if (files.length === 0) throw new ArchiveError('holds no files');
  return files;
}

function gunzip(tgz: Uint8Array, { left }: Room): Uint8Array {
  try {
    return gunzipSync(tgz, { maxOutputLength: Math.max(left, 1) });
  } catch (error) {
    const large = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ArchiveError(
      large
        ? 'is larger than 100 MiB unpacked, alone or with the other packages of its chart'
        : 'is not a gzip file, or is cut off',
      error,
    );
  }
}

type Entries = Awaited<ReturnType<typeof unpackTar>>;

async function entriesOf(tar: Uint8Array): Promise<Entries> {
  let entries: Entries;
  try {
    entries = await unpackTar(tar);
  } catch (error) {
    throw new ArchiveError('is not a tar archive, or is cut off', error);
  }
  const broken = entries.find(({ header, data }) => data !== undefined && data.length !== header.size);
  if (broken === undefined) return entries;
  throw new ArchiveError(`is cut off in ${shown(broken.header.name)}`);
}

/** A name as messages have it; in an archive it may be as long as the archive. */
const shown = (name: string): string => JSON.stringify(name.length > 200 ? `${name.slice(0, 200)}...` : name);

function pathInChart(name: string): string {
  const parts = name.split(name.includes('\\') ? '\\' : '/');
  const rest = parts.slice(1).join('/');
  const path = posix.normalize(rest);
  const outside =
    rest === '' || rest.startsWith('/') || path === '.' || path.startsWith('..') || /^[a-zA-Z]:\//.test(path);
  if (outside || parts[0] === 'Chart.yaml')
    throw new ArchiveError(`holds ${shown(name)}, which is outside the chart's folder`);
  return path;
}
