import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const core = 'packages/core/src';

/** What a folder of the core may import of the others, from those that know nothing to the one that knows all. */
const allowed: Readonly<Record<string, string>> = {
  model: '',
  patterns: '',
  edits: 'model',
  git: 'model',
  hooks: 'model',
  output: 'model',
  effects: 'edits git model',
  facts: 'edits effects git model',
  builtin: 'config edits facts git hooks model output',
  config: 'builtin edits facts model',
  planning: 'builtin edits facts git hooks model',
  pipelines: 'config edits facts hooks model planning',
  init: 'config edits effects facts git model pipelines',
  running: 'config edits hooks model planning',
  workspace: 'builtin edits effects facts model planning running',
  arguments: 'model output planning',
  session: 'arguments config facts hooks init model output planning running workspace',
  commands:
    'arguments builtin config effects facts hooks init model output pipelines planning running session workspace',
  cli: 'arguments commands config effects facts hooks model output session workspace',
};

/** The folders beside a folder that its files import, types included; tests may look anywhere. */
function importedBy(folder: string): ReadonlySet<string> {
  const files = readdirSync(join(core, folder), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.(?:test|fixture)\.ts$/.test(file),
  );
  const imported = files.flatMap((file) => {
    const text = readFileSync(join(core, folder, file), 'utf8');
    return [...text.matchAll(/(?:from |import\()'(\.\.?\/[^']+)'/g)].map(([, path = '']) =>
      join(folder, dirname(file), path),
    );
  });
  return new Set(imported.filter((path) => path.includes('/')).map((path) => path.split('/', 1)[0] ?? ''));
}

test('every folder of the core has its borders', () => {
  const folders = readdirSync(core, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(Object.keys(allowed).sort()).toEqual(folders.map(({ name }) => name).sort());
});

test.each(Object.entries(allowed))('%s/ imports of the other folders no more than: %s', (folder, others) => {
  const may = new Set([folder, ...others.split(' ')]);
  expect([...importedBy(folder)].filter((other) => !may.has(other))).toEqual([]);
});

test('plugins take nothing of each other; what several need is in a package of its own', () => {
  const shared = ['core', 'forge', 'helm', 'oci', 'pack'].map((name) => `@launchway/${name}`);
  for (const plugin of readdirSync('packages').filter((name) => name.startsWith('plugin-'))) {
    const manifest = JSON.parse(readFileSync(`packages/${plugin}/package.json`, 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
    };
    const ours = Object.keys(manifest.dependencies).filter((name) => name.startsWith('@launchway/'));
    expect(ours.filter((name) => !shared.includes(name))).toEqual([]);
  }
});
