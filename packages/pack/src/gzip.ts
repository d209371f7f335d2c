import { crc32 } from './crc.ts';
import { deflate } from './deflate.ts';

/** What a packager says of itself in the header, in ASCII. */
export interface GzipMark {
  readonly extra: string;
  readonly comment: string;
}

const hasExtra = 4;
const hasComment = 16;
const unknownSystem = 255;

/** Compresses bytes with a header that says neither time nor system (RFC 1952): the same everywhere, see {@link deflate}. */
export function gzip(bytes: Uint8Array, mark?: GzipMark): Buffer {
  const flags = mark === undefined ? 0 : hasExtra | hasComment;
  const header = Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, unknownSystem]);
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
