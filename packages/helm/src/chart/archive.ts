import { posix } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { ArchiveError } from './archive-error.ts';
import { type ChartFile, LARGEST_CHART, withoutMark } from './files.ts';

/**
 * Unpacks a packaged chart in memory, with the rules of helm: the first folder of every path is dropped, no path leads
 * out of the chart, no more than helm would load.
 * @throws {ArchiveError} when helm would not take it
 */
export async function readArchive(tgz: Uint8Array): Promise<readonly ChartFile[]> {
  const files = (await entriesOf(gunzip(tgz)))
    .filter(({ header }) => header.type !== 'directory' && !header.name.endsWith('/'))
    .map(({ header, data }) => ({
      path: pathInChart(header.name),
      bytes: withoutMark(data ?? new Uint8Array()),
    }));
  if (files.length === 0) throw new ArchiveError('holds no files');
  return files;
}

function gunzip(tgz: Uint8Array): Uint8Array {
  try {
    // Headers and padding come on top of the files.
    return gunzipSync(tgz, { maxOutputLength: LARGEST_CHART * 1.1 });
  } catch (error) {
    const large = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ArchiveError(
      large ? 'is larger than 100 MiB unpacked' : 'is not a gzip file, or is cut off',
      error,
    );
  }
}

async function entriesOf(tar: Uint8Array): Promise<Awaited<ReturnType<typeof unpackTar>>> {
  try {
    return await unpackTar(tar);
  } catch (error) {
    throw new ArchiveError('is not a tar archive, or is cut off', error);
  }
}

function pathInChart(name: string): string {
  const parts = name.split(name.includes('\\') ? '\\' : '/');
  const rest = parts.slice(1).join('/');
  const path = posix.normalize(rest);
  const outside =
    rest === '' || rest.startsWith('/') || path === '.' || path.startsWith('..') || /^[a-zA-Z]:\//.test(path);
  if (outside || parts[0] === 'Chart.yaml')
    throw new ArchiveError(`holds ${JSON.stringify(name)}, which is outside the chart's folder`);
  return path;
}
