import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { expect, test } from 'vitest';
import { readArchive } from './archive.ts';

const entry = (name: string, more: Partial<TarEntry['header']> = {}, body?: string): TarEntry => ({
  header: { name, size: body?.length ?? 0, ...more },
  ...(body === undefined ? {} : { body }),
});
const archive = async (...entries: readonly TarEntry[]): Promise<Uint8Array> =>
  gzipSync(await packTar([...entries]));

test('an archive gives its files by their paths in the chart', async () => {
  const files = await readArchive(
    await archive(entry('harbour/Chart.yaml', {}, 'a: 1\n'), entry('harbour/templates/./x.yaml', {}, 'b')),
  );
  expect(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()])).toEqual([
    ['Chart.yaml', 'a: 1\n'],
    ['templates/x.yaml', 'b'],
  ]);
});

test.each([
  'harbour/../../etc/passwd',
  'harbour/templates/../../x',
  'harbour/..',
  'harbour//etc/passwd',
  'harbour\\..\\..\\x',
  'harbour/c:/x',
  'Chart.yaml',
  'Chart.yaml/x',
  'lonely',
])('an archive with %j leads nowhere', async (name) => {
  await expect(readArchive(await archive(entry(name, {}, 'x')))).rejects.toThrow(
    /outside the chart's folder/,
  );
});

test('links in an archive lead nowhere: each is an empty file, as for helm', async () => {
  const files = await readArchive(
    await archive(
      entry('harbour/link', { type: 'symlink', linkname: '/etc/passwd' }),
      entry('harbour/hard', { type: 'link', linkname: '../../x' }),
    ),
  );
  expect(files.map(({ path, bytes }) => [path, bytes.length])).toEqual([
    ['link', 0],
    ['hard', 0],
  ]);
});

test('an archive that unpacks to more than helm loads is given up', async () => {
  await expect(readArchive(gzipSync(Buffer.alloc(120 * 1024 * 1024)))).rejects.toThrow(
    /larger than 100 MiB unpacked/,
  );
});
