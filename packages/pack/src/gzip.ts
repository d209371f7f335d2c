import { crc32 } from './crc.ts';
import { deflate } from './deflate.ts';

/** What a packager says of itself in the header, in ASCII. */
export interface GzipMark {
  readonly extra: string;
  readonly comment: string;
}

const FLAG_EXTRA = 4;
const FLAG_COMMENT = 16;
const OS_UNKNOWN = 255;

/** Compresses bytes with a header that says neither time nor system (RFC 1952): the same everywhere, see {@link deflate}. */
export function gzip(bytes: Uint8Array, mark?: GzipMark): Buffer {
  const flags = mark === undefined ? 0 : FLAG_EXTRA | FLAG_COMMENT;
  const header = Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, OS_UNKNOWN]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length >>> 0, 4);
  return Buffer.concat([header, ...(mark === undefined ? [] : [marked(mark)]), deflate(bytes), trailer]);
}

function marked({ extra, comment }: GzipMark): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16LE(extra.length);
  return Buffer.concat([size, Buffer.from(`${extra}${comment}\0`, 'latin1')]);
}
