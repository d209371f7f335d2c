import { createHash } from 'node:crypto';
import type { Effects } from '@launchway/core';
import type { MadeOutput } from './input.ts';

/** A file's content. */
export interface Made {
  readonly bytes: Uint8Array;
  readonly executable: boolean;
}

/** Writes a file into a folder, and tells where it is and what is in it. */
export async function keep(
  folder: string,
  name: string,
  { bytes, executable }: Made,
  effects: Effects,
): Promise<MadeOutput> {
  const file = `${folder}/${name}`;
  await effects.write(file, bytes, { executable });
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
}

/** A text as the content of a file. */
export const textFile = (text: string): Made => ({ bytes: Buffer.from(text), executable: false });
