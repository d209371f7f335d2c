import { crc32 } from './crc.ts';
import { deflate } from './deflate.ts';
import { type ArchivedFile, modeOf } from './file.ts';

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
const neededVersion = 20;
const unix = 3 << 8;
const utf8Name = 0x0800;
const deflated = 8;
const regularFile = 0o100000;
const extendedTimestamp = 0x5455;

/**
 * Writes a zip archive (APPNOTE.TXT 6.3): names in UTF-8, modes as on Unix, no owner. The same files and time give the same
 * bytes on every machine.
 * @param mtime seconds since 1970 for every entry; zip itself knows none before 1980
 */
export function writeZip(files: readonly ArchivedFile[], mtime: number): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const entry = describe(file, mtime);
    const parts = [localHeader(entry), entry.name, entry.extra, entry.data];
    central.push(centralHeader(entry, file, offset), entry.name, entry.extra);
    local.push(...parts);
    offset += lengthOf(parts);
  }
  return Buffer.concat([...local, ...central, endRecord(files.length, lengthOf(central), offset)]);
}

interface Entry {
  readonly name: Buffer;
  readonly extra: Buffer;
  readonly data: Buffer;
  /** What both headers say, from the version that is needed to the length of the extra field. */
  readonly common: Buffer;
}

function describe({ path, bytes }: ArchivedFile, mtime: number): Entry {
  const [name, extra, data] = [Buffer.from(path), timeField(mtime), deflate(bytes)];
  const common = Buffer.alloc(26);
  const { date, time } = dosTime(mtime);
  common.writeUInt16LE(neededVersion, 0);
  common.writeUInt16LE(utf8Name, 2);
  common.writeUInt16LE(deflated, 4);
  common.writeUInt16LE(time, 6);
  common.writeUInt16LE(date, 8);
  common.writeUInt32LE(crc32(bytes), 10);
  common.writeUInt32LE(data.length, 14);
  common.writeUInt32LE(bytes.length, 18);
  common.writeUInt16LE(name.length, 22);
  common.writeUInt16LE(extra.length, 24);
  return { name, extra, data, common };
}

function localHeader({ common }: Entry): Buffer {
  return Buffer.concat([word(localSignature), common]);
}

function centralHeader({ common }: Entry, file: ArchivedFile, offset: number): Buffer {
  const madeBy = Buffer.alloc(2);
  madeBy.writeUInt16LE(unix | neededVersion);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((regularFile | modeOf(file)) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([word(centralSignature), madeBy, common, rest]);
}

function endRecord(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(18);
  record.writeUInt16LE(count, 4);
  record.writeUInt16LE(count, 6);
  record.writeUInt32LE(size, 8);
  record.writeUInt32LE(offset, 12);
  return Buffer.concat([word(endSignature), record]);
}

/** The time to the second and in UTC, for those who read it; the DOS time is in whatever zone the reader is. */
function timeField(mtime: number): Buffer {
  const field = Buffer.alloc(9);
  field.writeUInt16LE(extendedTimestamp, 0);
  field.writeUInt16LE(5, 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(mtime, 5);
  return field;
}

function dosTime(mtime: number): { readonly date: number; readonly time: number } {
  const moment = new Date(Math.max(mtime, 315_532_800) * 1000);
  const [year, month, day] = [moment.getUTCFullYear() - 1980, moment.getUTCMonth() + 1, moment.getUTCDate()];
  const [hour, minute, second] = [moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()];
  return { date: (year << 9) | (month << 5) | day, time: (hour << 11) | (minute << 5) | (second >> 1) };
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

const lengthOf = (parts: readonly Buffer[]): number => parts.reduce((total, { length }) => total + length, 0);
