import { posix } from 'node:path';
import { type ArchivedFile, modeOf } from './file.ts';

const blockSize = 512;
const longestName = 100;
const longestPrefix = 155;

/**
 * Writes a tar archive byte for byte as Go's archive/tar does: USTAR headers, no owner, no folders; a PAX record before a
 * path that is not ASCII or too long (POSIX.1-2001, pax).
 * @param mtime seconds since 1970 for every entry
 */
export function writeTar(files: readonly ArchivedFile[], mtime: number): Buffer {
  const parts = files.flatMap((file) => entry(file, mtime));
  return Buffer.concat([...parts, Buffer.alloc(2 * blockSize)]);
}

function entry(file: ArchivedFile, mtime: number): Buffer[] {
  const { path, bytes } = file;
  const split = splitPath(path);
  const [prefix, name] = split ?? ['', ascii(path)];
  const header = headerBlock({ name, prefix, type: '0', mode: modeOf(file), size: bytes.length, mtime });
  return [...(split === undefined ? paxRecord(path) : []), header, Buffer.from(bytes), padding(bytes.length)];
}

/** Gives prefix and name where the path fits the header as it is. */
function splitPath(path: string): readonly [prefix: string, name: string] | undefined {
  if (ascii(path) !== path) return undefined;
  if (path.length <= longestName) return ['', path];
  const at = path.slice(0, longestPrefix + 1).lastIndexOf('/');
  const fits = at > 0 && path.length - at - 1 <= longestName && path.length - at - 1 > 0;
  return fits ? [path.slice(0, at), path.slice(at + 1)] : undefined;
}

function paxRecord(path: string): Buffer[] {
  const record = paxLine('path', path);
  const name = ascii(posix.join(posix.dirname(path), 'PaxHeaders.0', posix.basename(path)));
  const header = headerBlock({ name, prefix: '', type: 'x', mode: 0, size: record.length, mtime: 0 });
  return [header, record, padding(record.length)];
}

/** A record begins with its own length, that number included. */
function paxLine(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

interface Header {
  readonly name: string;
  readonly prefix: string;
  readonly type: string;
  readonly mode: number;
  readonly size: number;
  readonly mtime: number;
}

function headerBlock({ name, prefix, type, mode, size, mtime }: Header): Buffer {
  const block = Buffer.alloc(blockSize);
  block.write(name.slice(0, longestName), 0, 'ascii');
  block.write(
    `${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0${octal(size, 11)}\0${octal(mtime, 11)}\0`,
    100,
    'ascii',
  );
  block.write('        ', 148, 'ascii');
  block.write(type, 156, 'ascii');
  block.write('ustar\x0000', 257, 'ascii');
  if (type === '0') block.write(`${octal(0, 7)}\0${octal(0, 7)}\0${prefix}`, 329, 'ascii');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148, 'ascii');
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

const padding = (size: number): Buffer => Buffer.alloc((blockSize - (size % blockSize)) % blockSize);

/** Drops what is not ASCII, for readers that know no PAX. */
const ascii = (text: string): string => text.replace(/[^\x01-\x7f]/gu, '');
