import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { denoCache } from './deno-cache.ts';

const root = mkdtempSync(join(tmpdir(), 'deno-cache-'));
afterAll(() => rmSync(root, { recursive: true }));

test('a module is given as the registry gave it, and nothing that was not kept', () => {
  const folder = join(root, 'remote/https/jsr.io');
  mkdirSync(folder, { recursive: true });
  const path = '/@std/soup/1.2.3/mod.ts';
  const name = createHash('sha256').update(path).digest('hex');
  const headers = { 'content-type': 'application/typescript', etag: '"x"' };
  const text = 'export const leek = 7;\n';
  writeFileSync(
    join(folder, name),
    `${text}\n// denoCacheMetadata=${JSON.stringify({ headers, url: `https://jsr.io${path}`, time: 1 })}`,
  );
  const find = denoCache({ DENO_DIR: root });
  expect(find(path)).toEqual({ type: 'application/typescript', bytes: Buffer.from(text) });
  expect(find('/@std/soup/meta.json')).toBeUndefined();
});
