import { gunzipSync } from 'node:zlib';

const block = 512;

/** Reads the files of a gzipped tar archive with GNU headers, as `deno publish` sends it; names begin with `/`. */
export function readTarball(bytes: Uint8Array): ReadonlyMap<string, Buffer> {
  const tar = gunzipSync(bytes);
  const files = new Map<string, Buffer>();
  let longName: string | undefined;
  for (let at = 0; at + block <= tar.length; ) {
    const header = tar.subarray(at, at + block);
    const name = text(header, 0, 100);
    if (name === '') break;
    const size = Number.parseInt(text(header, 124, 12), 8) || 0;
    const content = tar.subarray(at + block, at + block + size);
    const type = text(header, 156, 1);
    if (type === 'L') longName = text(content, 0, content.length);
    else {
      files.set(`/${(longName ?? name).replace(/^\.?\//, '')}`, Buffer.from(content));
      longName = undefined;
    }
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}

function text(bytes: Buffer, start: number, length: number): string {
  const part = bytes.subarray(start, start + length).toString('utf8');
  const end = part.indexOf('\0');
  return (end === -1 ? part : part.slice(0, end)).trim();
}
