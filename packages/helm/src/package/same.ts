import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { largestChart } from '../chart/files.ts';

/** Lower-case hex SHA-256 of bytes. */
export function hexDigest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Tells whether two packages hold the same archive, whoever compressed them: compressors differ, so equal charts may be
 * different files.
 */
export function samePackage(left: Uint8Array, right: Uint8Array): boolean {
  if (Buffer.compare(left, right) === 0) return true;
  const [one, other] = [unzipped(left), unzipped(right)];
  return one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;
}

function unzipped(tgz: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(tgz, { maxOutputLength: largestChart * 1.1 });
  } catch {
    return undefined;
  }
}
