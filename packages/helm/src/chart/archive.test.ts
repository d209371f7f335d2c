import { gzipSync } from 'node:zlib';
import { packTar, type TarEntry } from 'modern-tar';
import { expect, test } from 'vitest';
import { readArchive } from './archive.ts';
import { loadChart } from './load.ts';

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

test('an archive that is cut off within a file is told as such', async () => {
  const tar = await packTar([
    entry('harbour/Chart.yaml', {}, 'a: 1\n'),
    entry('harbour/b', {}, 'x'.repeat(2000)),
  ]);
  await expect(readArchive(gzipSync(tar.subarray(0, 2500)))).rejects.toThrow('is cut off in "harbour/b"');
});

test('an archive with a file that helm does not load is refused', async () => {
  const large = await archive(entry('harbour/values.yaml', {}, '#'.repeat(5 * 1024 * 1024 + 1)));
  await expect(readArchive(large)).rejects.toThrow(
    'holds "harbour/values.yaml", and helm loads no file above 5 MiB',
  );
});

test('a name as long as the archive is told in short', async () => {
  const long = await archive(entry(`harbour/../${'a'.repeat(5000)}`, {}, 'x'));
  await expect(readArchive(long)).rejects.toThrow(/^holds "harbour[^"]{190,195}\.\.\.", which is outside/);
});

const about = 'apiVersion: v2\nname: harbour\nversion: 1.2.3\n';
/** A chart with a package of itself in it, and so on. */
async function nested(times: number): Promise<Uint8Array> {
  let tgz = await archive(entry('harbour/Chart.yaml', {}, about));
  for (let at = 0; at < times; at += 1) {
    const inner = { header: { name: 'harbour/charts/harbour.tgz', size: tgz.length }, body: tgz };
    tgz = await archive(entry('harbour/Chart.yaml', {}, about), inner);
  }
  return tgz;
}

test('packages within packages have an end', async () => {
  const load = async (times: number) => loadChart(await readArchive(await nested(times)), 'harbour.tgz');
  expect((await load(19)).subcharts).toHaveLength(1);
  await expect(load(20)).rejects.toMatchObject({ problems: [{ code: 'CHART_SUBCHART' }] });
});

test('packages in a chart share the room of one', async () => {
  const zeros = Array.from({ length: 15 }, (_, at) =>
    entry(`harbour/${at}`, {}, '\0'.repeat(4 * 1024 * 1024)),
  );
  const large = await archive(entry('harbour/Chart.yaml', {}, about), ...zeros);
  const held = ['a', 'b'].map((name) => ({ path: `charts/${name}.tgz`, bytes: large }));
  const files = [{ path: 'Chart.yaml', bytes: Buffer.from(about) }, ...held];
  expect((await loadChart(files.slice(0, 2), 'charts')).subcharts).toHaveLength(1);
  await expect(loadChart(files, 'charts')).rejects.toMatchObject({
    problems: [{ code: 'CHART_SUBCHART', message: expect.stringContaining('charts/b.tgz is larger than') }],
  });
});

test('an archive that unpacks to more than helm loads is given up', async () => {
  await expect(readArchive(gzipSync(Buffer.alloc(120 * 1024 * 1024)))).rejects.toThrow(
    /larger than 100 MiB unpacked/,
  );
});
