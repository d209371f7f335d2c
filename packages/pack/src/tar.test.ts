import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { files, lacks, packingTime, run, temporary } from './archives.fixture.ts';
import { gzip } from './gzip.ts';
import { writeTar } from './tar.ts';

test.skipIf(lacks('tar'))('tar unpacks what was packed, with modes and the time, and owned by nobody', () => {
  const folder = temporary();
  writeFileSync(join(folder, 'tool.tar.gz'), gzip(writeTar(files, packingTime)));
  const listed = run(folder, 'tar', '--numeric-owner', '--full-time', '-tvzf', 'tool.tar.gz').split('\n');
  expect(listed[0]).toMatch(/^-rwxr-xr-x 0\/0 +20 2026-02-03 04:05:06 tool$/);
  expect(listed[1]).toMatch(/^-rw-r--r-- 0\/0 +14400 2026-02-03 04:05:06 doc\/LICENSE$/);
  run(folder, 'tar', '-xzf', 'tool.tar.gz');
  for (const { path, bytes } of files)
    expect(Buffer.compare(readFileSync(join(folder, path)), bytes), path).toBe(0);
  expect(run(folder, './tool')).toBe('ahoy\n');
});

test('the same files and time give the same bytes, on every machine and for ever', () => {
  const digest = createHash('sha256')
    .update(gzip(writeTar(files, packingTime)))
    .digest('hex');
  expect(digest).toBe('54853e36a47bac38e086a79c8d22eb0608504e432edd6a48454fb15e0005a505');
});

test('a header with a mark is read as one without', () => {
  const marked = gzip(Buffer.from('ahoy'), { extra: 'ab', comment: 'made here' });
  expect(marked.subarray(3, 14).toString('latin1')).toBe('\x14\0\0\0\0\0\xff\x02\0ab');
  expect(gunzipSync(marked).toString()).toBe('ahoy');
});
