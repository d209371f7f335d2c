import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
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
import { charts, minimal } from './charts.fixture.ts';
import { packChart } from './pack.ts';

const fixtures = join(import.meta.dirname, 'fixtures/chart-yaml');
const real = join(import.meta.dirname, 'fixtures/charts');

/** The files of a real chart, by their paths in it. */
function realChart(name: string): Record<string, Buffer> {
  const files = readdirSync(join(real, name), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(join(real, name), path), readFileSync(path)];
    }),
  );
}

/** What helm makes of a chart: its archive and the name of the file. */
function helmPackage(
  binary: string,
  root: string,
): { tar: Buffer; fileName: string; stderr: string; status: number | null } {
  const out = temporary();
  const { status, stderr } = helm(binary, ['package', root, '--destination', out]);
  const [fileName = ''] = readdirSync(out);
  return {
    status,
    stderr,
    fileName,
    tar: fileName === '' ? Buffer.alloc(0) : gunzipSync(readFileSync(join(out, fileName))),
  };
}

/** Paths, modes and contents, whatever their order and time. */
async function contents(tar: Uint8Array): Promise<readonly string[]> {
  const entries = await unpackTar(tar);
  return entries
    .map(({ header, data }) => `${header.name} ${header.mode} ${Buffer.from(data ?? []).toString('latin1')}`)
    .sort();
}

describe.skipIf(withoutHelm)('a package is what helm makes', () => {
  test.each(Object.entries(charts))('of a chart with %s', async (_, files) => {
    const root = writeChart(files);
    const ours = await packChart(folderTree(root), { mtime: packingTime });
    const theirs = helmPackage(helm4, root);
    expect(theirs.stderr).not.toContain('Error');
    expect(ours.fileName).toBe(theirs.fileName);
    expect(Buffer.compare(ours.tar, theirs.tar)).toBe(0);
    expect(await contents(helmPackage(helm3, root).tar)).toEqual(await contents(ours.tar));
    expect(Buffer.compare(gunzipSync(ours.bytes), ours.tar)).toBe(0);
  });

  test.each(['redis-commander', 'chartmuseum'])('of the real chart %s', async (name) => {
    const root = writeChart(realChart(name));
    const ours = await packChart(folderTree(root), { mtime: packingTime });
    expect(Buffer.compare(ours.tar, helmPackage(helm4, root).tar)).toBe(0);
    expect(await contents(helmPackage(helm3, root).tar)).toEqual(await contents(ours.tar));
    const file = join(temporary(), ours.fileName);
    writeFileSync(file, ours.bytes);
    const [packed, source] = [file, root].map((from) => helm(helm3, ['template', 'quay-7', from]));
    expect({ status: packed?.status, stdout: packed?.stdout }).toEqual({ status: 0, stdout: source?.stdout });
  });

  test('of a chart that carries real charts, one unpacked and one as helm packed it', async () => {
    const out = temporary();
    helm(helm4, ['package', writeChart(realChart('chartmuseum')), '--destination', out]);
    const unpacked = Object.entries(realChart('redis-commander'));
    const root = writeChart({
      'Chart.yaml':
        'apiVersion: v2\nname: all\nversion: 1.2.3\ndependencies:\n- {name: chartmuseum, version: 1.x.x, repository: ""}\n- {name: redis-commander, version: 0.6.0, alias: web, repository: ""}\n',
      'charts/chartmuseum-1.8.2.tgz': readFileSync(join(out, 'chartmuseum-1.8.2.tgz')),
      ...Object.fromEntries(unpacked.map(([path, bytes]) => [`charts/redis-commander/${path}`, bytes])),
    });
    const ours = await packChart(folderTree(root), { mtime: packingTime });
    expect(await contents(helmPackage(helm4, root).tar)).toEqual(await contents(ours.tar));
  });

  test('of every Chart.yaml in the fixtures', async () => {
    const roots = readdirSync(fixtures).map((name) => {
      const chart = readFileSync(join(fixtures, name));
      return writeChart({ 'Chart.yaml': chart, ...stubs(chart.toString('utf8')) });
    });
    expect(await differences(roots)).toEqual([]);
  });

  test.each([
    ['template', 'demo'],
    ['show', 'all'],
    ['lint', '--strict'],
  ])('so that helm %s says the same of it', async (...command) => {
    const root = writeChart(charts['schema, CRDs, notes, tests, hooks and files'] ?? {});
    const [ours, theirs] = [temporary(), temporary()];
    const { bytes, fileName } = await packChart(folderTree(root), { mtime: packingTime });
    writeFileSync(join(ours, fileName), bytes);
    helm(helm4, ['package', root, '--destination', theirs]);
    const [left, right] = [ours, theirs].map((folder) => helm(helm4, [...command, fileName], folder));
    expect({ status: left?.status, stdout: left?.stdout }).toEqual({ status: 0, stdout: right?.stdout });
  });

  test('with other versions than Chart.yaml has', async () => {
    const root = writeChart(minimal);
    const out = temporary();
    helm(helm4, ['package', root, '-d', out, '--version', '9.8.7+b', '--app-version', '0123456']);
    const ours = await packChart(folderTree(root), {
      mtime: packingTime,
      version: '9.8.7+b',
      appVersion: '0123456',
    });
    expect(Buffer.compare(gunzipSync(readFileSync(join(out, ours.fileName))), ours.tar)).toBe(0);
  });
});

/** Packages every chart with both and tells where they differ; helm takes all it can in one run. */
async function differences(roots: readonly string[]): Promise<readonly string[]> {
  const ours = await Promise.all(
    roots.map(async (root) => ({
      root,
      packed: await packChart(folderTree(root), { mtime: packingTime }).catch(() => undefined),
    })),
  );
  const out = temporary();
  const taken = ours.filter(({ packed }) => packed !== undefined);
  const { stderr } = helm(helm4, ['package', ...taken.map(({ root }) => root), '--destination', out]);
  const found = stderr.includes('Error') ? [stderr] : [];
  for (const { root, packed } of ours) {
    if (packed === undefined) {
      if (helmPackage(helm4, root).status === 0) found.push(`${root}: only helm takes it`);
      continue;
    }
    const theirs = gunzipSync(readFileSync(join(out, packed.fileName)));
    const [left, right] = [await contents(packed.tar), await contents(theirs)];
    if (left.join('\n') !== right.join('\n'))
      found.push(`${root}: ${right.find((line) => !left.includes(line))}`);
  }
  return found;
}

/** A chart for every dependency, so that there is something to package. */
function stubs(chartYaml: string): Record<string, string> {
  const { dependencies = [] } = parse(chartYaml, { uniqueKeys: false, logLevel: 'silent' }) as {
    dependencies?: { name: string }[];
  };
  return Object.fromEntries(
    dependencies.map(({ name }) => [
      `charts/${name}/Chart.yaml`,
      `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`,
    ]),
  );
}

describe.skipIf(withoutHelm)('.helmignore leaves out what helm leaves out', () => {
  const name = fc.constantFrom('a', 'b', 'ab', 'a.txt', 'b.md', '.c', 'd-e', 'x[1]', '*');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));
  const part = fc.constantFrom(
    'a',
    'b',
    '*',
    '?',
    '.',
    '/',
    '[a-b]',
    '[^a]',
    '\\*',
    '*.txt',
    '.?*',
    'a*',
    'd-e',
    '/a',
    'b/',
  );
  const rule = fc
    .array(part, { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(''))
    .filter((text) => !text.includes('**'));

  test('for any rules and files', async () => {
    const cases = fc.sample(
      fc.tuple(fc.array(path, { maxLength: 12 }), fc.array(rule, { maxLength: 4 })),
      60,
    );
    const roots = cases.map(([paths, rules], at) => {
      const files = paths.filter((one) => !paths.some((other) => other.startsWith(`${one}/`)));
      return writeChart({
        'Chart.yaml': `apiVersion: v2\nname: demo\nversion: 1.0.${at}\ndescription: ${JSON.stringify(rules.join(' | '))}\n`,
        '.helmignore': `${rules.join('\n')}\n`,
        ...Object.fromEntries(files.map((one) => [one, '1'])),
      });
    });
    expect(await differences(roots)).toEqual([]);
  });
});
