import { crc32 } from './crc.ts';
import { deflate } from './deflate.ts';

/** The extra field helm writes into every package, up to 4.1. */
const EXTRA = '+aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=';
const COMMENT = 'Helm';

const FLAG_EXTRA = 4;
const FLAG_COMMENT = 16;
const OS_UNKNOWN = 255;

/** Compresses a tar archive into a package, with the header helm writes (RFC 1952); no time, no name of a system. */
export function gzip(tar: Uint8Array): Buffer {
  const header = Buffer.from([
    0x1f,
    0x8b,
    8,
    FLAG_EXTRA | FLAG_COMMENT,
    0,
    0,
    0,
    0,
    0,
    OS_UNKNOWN,
    EXTRA.length,
    0,
  ]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(tar), 0);
  trailer.writeUInt32LE(tar.length >>> 0, 4);
  return Buffer.concat([header, Buffer.from(`${EXTRA}${COMMENT}\0`, 'latin1'), deflate(tar), trailer]);
}
