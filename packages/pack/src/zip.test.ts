import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { files, lacks, packingTime, run, temporary } from './archives.fixture.ts';
import { writeZip } from './zip.ts';

function packed(mtime = packingTime): string {
  const folder = temporary();
  writeFileSync(join(folder, 'tool.zip'), writeZip(files, mtime));
  return folder;
}

describe.skipIf(lacks('unzip'))('unzip', () => {
  test('unpacks what was packed, with modes and the time', () => {
    const folder = packed();
    expect(run(folder, 'unzip', '-q', 'tool.zip')).toBe('');
    for (const { path, bytes } of files)
      expect(Buffer.compare(readFileSync(join(folder, path)), bytes), path).toBe(0);
    expect(run(folder, './tool')).toBe('ahoy\n');
    expect(statSync(join(folder, 'doc/LICENSE')).mode & 0o777).toBe(0o644);
    expect(statSync(join(folder, 'tool')).mtimeMs).toBe(packingTime * 1000);
  });

  test('finds nothing wrong with the archive, nor with one of a time before 1980', () => {
    expect(run(packed(), 'unzip', '-t', 'tool.zip')).toContain('No errors detected');
    expect(run(packed(86_400), 'unzip', '-t', 'tool.zip')).toContain('No errors detected');
  });
});

test.skipIf(lacks('python3'))('python reads it too, with its own code for all of it', () => {
  const script = `import zipfile, json
archive = zipfile.ZipFile('tool.zip')
assert archive.testzip() is None
print(json.dumps([[i.filename, i.file_size, oct(i.external_attr >> 16), list(i.date_time)] for i in archive.infolist()]))`;
  const told = JSON.parse(run(packed(), 'python3', '-c', script)) as unknown[];
  expect(told).toHaveLength(files.length);
  expect(told[0]).toEqual(['tool', 20, '0o100755', [2026, 2, 3, 4, 5, 6]]);
  expect(told[2]).toEqual(['doc/Größe.txt', 2, '0o100644', [2026, 2, 3, 4, 5, 6]]);
});

test('the same files and time give the same bytes, on every machine and for ever', () => {
  const digest = createHash('sha256').update(writeZip(files, packingTime)).digest('hex');
  expect(digest).toBe('41c4446db698ea9ffd56c9d895ca3a0ba09c1b44fad915d37fba24044f400cec');
});
