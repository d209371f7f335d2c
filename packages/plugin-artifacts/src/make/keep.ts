import { createHash } from 'node:crypto';
import type { Effects } from '@launchway/core';
import type { MadeOutput } from './input.ts';

/** A file's content. */
export interface Made {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** Writes a file into a folder of this run, and tells where it is and what is in it. */
export async function keep(name: string, { bytes, executable }: Made, effects: Effects): Promise<MadeOutput> {
  const file = `${await effects.scratch()}/${name}`;
  await effects.write(file, bytes, { executable });
  return { file, sha256: digestOf(bytes), size: bytes.length };
}

/** Lower-case hex SHA-256. */
export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
