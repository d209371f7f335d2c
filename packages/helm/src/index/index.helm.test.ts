import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  folderTree,
  helm,
  helm3,
  helm4,
  packingTime,
  temporary,
  withoutHelm,
  writeChart,
} from '../helm.fixture.ts';
import { charts } from '../package/charts.fixture.ts';
import { packChart } from '../package/pack.ts';
import { indexEntry } from './index.fixture.ts';
import { reconcileIndex } from './reconcile.ts';
import { spliceEntry } from './splice.ts';

/** A folder with packages, several versions of several charts. */
async function packages(): Promise<string> {
  const folder = temporary();
  mkdirSync(join(folder, 'sub'));
  const versions = ['1.2.0', '1.10.0', '1.10.0-rc.2', '1.10.0-rc.10', '0.9.0'];
  const packed = Object.values(charts).map((files) => writeChart(files));
  for (const [at, root] of packed.entries()) {
    const { fileName, bytes } = await packChart(folderTree(root), {
      mtime: packingTime,
      version: versions[at] ?? `2.0.${at}`,
    });
    writeFileSync(join(folder, at % 3 === 0 ? 'sub' : '.', fileName), bytes);
  }
  return folder;
}

/** Times, which helm takes from the clock. */
const timeless = (text: string): string =>
  text.replaceAll(/^(\s*"?(?:created|generated)"?: ).*?(,?)$/gm, '$1now$2');

describe.skipIf(withoutHelm)('an index', () => {
  test.each([helm4, helm3])('is written as helm writes it (%s)', async (binary) => {
    const folder = await packages();
    const ours = await reconcileIndex(folderTree(folder), {
      now: packingTime,
      url: 'https://example.com/charts/',
    });
    expect(helm(binary, ['repo', 'index', folder, '--url', 'https://example.com/charts']).stderr).toBe('');
    expect(timeless(ours.text)).toBe(timeless(readFileSync(join(folder, 'index.yaml'), 'utf8')));
  });

  test('in JSON is written anew as helm writes it', async () => {
    const folder = await packages();
    const previous = Buffer.from('{"apiVersion": "v1", "entries": {}}');
    const ours = await reconcileIndex(folderTree(folder), { now: packingTime, previous });
    helm(helm4, ['repo', 'index', folder, '--json']);
    expect(timeless(ours.text)).toBe(timeless(readFileSync(join(folder, 'index.yaml'), 'utf8')));
  });

  test.each([helm4, helm3])('in JSON is added to as helm writes it (%s)', async (binary) => {
    const folder = await packages();
    const added = writeChart(charts['schema, CRDs, notes, tests, hooks and files'] ?? {});
    const { fileName, bytes, digest, chart } = await packChart(folderTree(added), {
      mtime: packingTime,
      version: '1.10.0-rc.7',
    });
    helm(binary, ['repo', 'index', folder, '--json']);
    const spliced = spliceEntry(
      readFileSync(join(folder, 'index.yaml')),
      { metadata: chart.metadata, digest, urls: [fileName], created: 'now' },
      { generated: 'now' },
    );
    writeFileSync(join(folder, fileName), bytes);
    expect(helm(binary, ['repo', 'index', folder, '--json']).stderr).toBe('');
    expect(timeless(Buffer.from(spliced.bytes).toString('utf8'))).toBe(
      timeless(readFileSync(join(folder, 'index.yaml'), 'utf8')),
    );
  });

  test('with an entry added is what helm makes of it when it writes it again', async () => {
    const folder = await packages();
    helm(helm4, ['repo', 'index', folder]);
    const entry = indexEntry('added', '3.2.1');
    const { bytes } = spliceEntry(readFileSync(join(folder, 'index.yaml')), entry, {
      generated: '2026-01-01T00:00:00Z',
    });
    const [old, empty] = [join(temporary(), 'old.yaml'), temporary()];
    writeFileSync(old, bytes);
    expect(helm(helm4, ['repo', 'index', empty, '--merge', old]).stderr).toBe('');
    const [left, right] = [
      Buffer.from(bytes).toString('utf8'),
      readFileSync(join(empty, 'index.yaml'), 'utf8'),
    ];
    expect(right.replace(/^generated.*$/m, '')).toBe(left.replace(/^generated.*$/m, ''));
  });
});

describe('rebuilding an index', () => {
  test('keeps the date of a package that was listed, and leaves out what is no chart, saying so', async () => {
    const folder = temporary();
    const chart = writeChart({ 'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n' });
    const { bytes, digest } = await packChart(folderTree(chart), { mtime: packingTime });
    writeFileSync(join(folder, 'demo-1.0.0.tgz'), bytes);
    writeFileSync(join(folder, 'broken-1.0.0.tgz'), bytes.subarray(0, 100));
    const previous = Buffer.from(
      `apiVersion: v1\nentries:\n  demo:\n  - digest: ${digest}\n    created: "2020-02-02T00:00:00Z"\n`,
    );
    const { text, problems } = await reconcileIndex(folderTree(folder), { now: packingTime, previous });
    expect(text).toContain('created: "2020-02-02T00:00:00Z"');
    expect(problems.map(({ code, where }) => [code, where?.file])).toEqual([
      ['INDEX_PACKAGE_UNREADABLE', 'broken-1.0.0.tgz'],
    ]);
  });
});
