import { expect, test } from 'vitest';
import type { Reads } from '../../model/ports.ts';
import { findCredential } from './credential.ts';

async function maskedOf(url: string): Promise<readonly string[]> {
  const masked: string[] = [];
  const reads = {
    env: () => undefined,
    credential: async () => undefined,
    mask: (secret: string) => void masked.push(secret),
  } as unknown as Reads;
  expect(await findCredential(url, null, reads)).toBeUndefined();
  return masked;
}

test.each([
  ['https://me:s%C3%A9cret@git.example/a.git', 'sécret'],
  ['https://me:50%off@git.example/a.git', '50%off'],
  ['https://me:%ff@git.example/a.git', '%ff'],
])("the password in %s is masked, and is git's own", async (url, password) => {
  expect(await maskedOf(url)).toEqual([password]);
});
