#!/usr/bin/env node
// Packaging against `helm package`, and adding a version to an index against `helm repo index --merge`, on indexes of 100,
// 1,000 and 25,000 versions. Needs `npm run build` and `node scripts/helm-oracle.mjs`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const helm = join(
  process.env.LAUNCHWAY_TOOLS || join(root, 'node_modules/.cache/launchway-tools'),
  'helm-4.1.4',
);
const dist = (file) => pathToFileURL(join(root, 'packages', file)).href;
const folder = mkdtempSync(join(tmpdir(), 'bench-helm-'));

/** Runs a command in a process of its own and gives its time in milliseconds and its most memory in megabytes. */
function measure(argv) {
  const start = performance.now();
  const { status, stderr } = spawnSync('/usr/bin/env', ['time', '-f', 'rss=%M', ...argv], {
    encoding: 'utf8',
  });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${argv.join(' ')}\n${stderr}`);
  return { time, memory: Number(/rss=(\d+)/.exec(stderr)?.[1] ?? 0) / 1024 };
}

/** The best of three, to be rid of what else the machine does. */
const best = (argv, runs = 3) =>
  Array.from({ length: runs }, () => measure(argv)).reduce((one, other) =>
    other.time < one.time ? other : one,
  );

const shown = ({ time, memory }) => `${time.toFixed(0).padStart(7)} ms ${memory.toFixed(0).padStart(6)} MB`;

function row(what, ours, theirs) {
  const [time, memory] = [theirs.time / ours.time, theirs.memory / ours.memory].map((one) => one.toFixed(1));
  console.log(
    `${what.padEnd(34)} ${shown(ours)}   helm ${shown(theirs)}   ${time} times the time, ${memory} times the memory`,
  );
}

const node = (script) => [process.execPath, '--input-type=module', '--eval', script];

async function benchPackage() {
  const chart = join(folder, 'chart');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: demo\nversion: 1.0.0\n');
  for (let at = 0; at < 60; at++) {
    writeFileSync(
      join(chart, `templates/t${at}.yaml`),
      `kind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}-${at}\n`.repeat(40),
    );
  }
  const out = join(folder, 'out');
  const release = join(root, 'packages/core/bin/release.js');
  const ours = best([process.execPath, release, 'package', chart, '--out', out]);
  row('package a chart of 60 templates', ours, best([helm, 'package', chart, '-d', out]));
  row('  starting alone, node -e 0', best([process.execPath, '-e', '0']), best([helm, 'version']));
  const { packChart } = await import(dist('helm/dist/package/pack.js'));
  const { folderTree } = await import(dist('core/dist/effects/folder.js'));
  const start = performance.now();
  await packChart(folderTree(chart), { mtime: 1 });
  console.log(
    `${'  as a step of a running release'.padEnd(34)} ${(performance.now() - start).toFixed(0).padStart(7)} ms`,
  );
}

async function benchIndex(versions) {
  const { buildIndex } = await import(dist('helm/dist/index/build.js'));
  const charts = Math.ceil(versions / 500);
  const entries = Array.from({ length: versions }, (_, at) =>
    entry(`chart${at % charts}`, `1.${Math.floor(at / charts)}.0`),
  );
  const [old, added] = [join(folder, `index-${versions}.yaml`), join(folder, `added-${versions}`)];
  writeFileSync(old, buildIndex(entries, '2026-01-01T00:00:00Z'));
  mkdirSync(added);
  spawnSync(helm, ['package', join(folder, 'chart'), '-d', added]);
  const ours = node(`
    import { readFileSync, writeFileSync } from 'node:fs';
    import { spliceEntry } from ${JSON.stringify(dist('helm/dist/index/splice.js'))};
    const entry = ${JSON.stringify(entry('chart0', '1.7.3'))};
    const { bytes } = spliceEntry(readFileSync(${JSON.stringify(old)}), entry, { generated: '2026-01-02T00:00:00Z' });
    writeFileSync(${JSON.stringify(join(folder, 'spliced.yaml'))}, bytes);`);
  const theirs = [helm, 'repo', 'index', added, '--merge', old];
  row(
    `add to an index of ${versions.toLocaleString('en')}`,
    best(ours),
    best(theirs, versions > 10_000 ? 1 : 3),
  );
}

function entry(name, version) {
  const metadata = {
    name,
    version,
    apiVersion: 'v2',
    appVersion: '1.2.3',
    description: 'A chart that does this and that, described at the usual length of one line or two',
    home: 'https://example.com',
    keywords: ['one', 'two', 'three'],
    maintainers: [{ name: 'Someone', email: 'someone@example.com' }],
    sources: ['https://example.com/source'],
    annotations: {
      'artifacthub.io/changes': '- kind: added\n  description: something\n'.repeat(6),
      'artifacthub.io/license': 'MIT',
    },
    dependencies: [{ name: 'common', version: '1.x.x', repository: 'https://example.com/charts' }],
  };
  return {
    metadata,
    digest: 'a'.repeat(64),
    urls: [`https://example.com/${name}-${version}.tgz`],
    created: '2026-01-02T03:04:05Z',
  };
}

if (!existsSync(helm)) {
  console.log('There is no helm to compare with: run `node scripts/helm-oracle.mjs` first.');
} else {
  try {
    await benchPackage();
    for (const versions of [100, 1_000, 25_000]) await benchIndex(versions);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
