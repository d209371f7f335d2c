import type { Plugin } from '@launchway/core';
import { expect, test } from 'vitest';
import { publish } from './release.fixture.ts';

const notes = { file: 'charts/release-notes.md', annotation: 'catalog.cattle.io/release-notes' };

test('the notes of the chart plugin are in the package: annotation, app-readme.md and README.md, and not in the commit', async () => {
  await publish(
    { chart: { notes }, options: { appReadme: true, whatsNew: true } },
    async ({ contents, outcome, repository }) => {
      expect(outcome).toBe('released');
      expect(contents['harbour/Chart.yaml']).toContain(
        'annotations:\n  catalog.cattle.io/release-notes: |\n    - The name has changed: it is longer.\n',
      );
      expect(contents['harbour/app-readme.md']).toBe('- The name has changed: it is longer.\n');
      expect(contents['harbour/README.md']).toContain("## What's new in 0.2.27\n\n- The name has changed");
      const committed = await repository.git('show', 'main:charts/Chart.yaml');
      expect(committed).toContain('version: 0.2.27\n');
      expect(committed).not.toContain('annotations');
    },
  );
});

test('notes that are in the source already are not written twice', async () => {
  await publish({ chart: { notes: { ...notes, into: 'source' } } }, ({ contents }) => {
    expect(contents['harbour/Chart.yaml']?.split('release-notes')).toHaveLength(2);
  });
});

test('the folder of the chart may be spelled as the chart plugin takes it', async () => {
  await publish(
    { chart: { chart: './charts/' }, options: { chart: './charts/' } },
    ({ outcome, contents }) => {
      expect(outcome).toBe('released');
      expect(contents['harbour/Chart.yaml']).toContain('version: 0.2.27\n');
    },
  );
});

test('changes and prereleases are told to Artifact Hub', async () => {
  await publish(
    { message: 'feat: a: b\n\nRelease-As: chart@1.0.0-rc.1', options: { changes: 'commits' } },
    ({ contents }) => {
      expect(contents['harbour/Chart.yaml']).toContain(
        'annotations:\n  artifacthub.io/changes: |\n    - description: \'a: b\'\n      kind: added\n  artifacthub.io/prerelease: "true"\n',
      );
    },
  );
});

const generator =
  "require('fs').writeFileSync('charts/templates/made.yaml', 'made: from ' + require('fs').readFileSync('source.txt'))";
const generate = [['node', '-e', generator]];

test('what commands generate is in the package and not in the commit', async () => {
  await publish(
    { files: { 'source.txt': 'plugins' }, options: { generate } },
    async ({ contents, repository, outcome }) => {
      expect(outcome).toBe('released');
      expect(contents['harbour/templates/made.yaml']).toBe('made: from plugins');
      expect(await repository.git('ls-tree', '-r', '--name-only', 'main')).not.toContain('made.yaml');
    },
  );
});

test('what belongs into the commit is made before it, of the new version, and nothing else of the checkout is in it', async () => {
  const script = `
    const fs = require('fs');
    const version = /^version: (.*)$/m.exec(fs.readFileSync('charts/Chart.yaml', 'utf8'))[1];
    fs.writeFileSync('charts/templates/made.yaml', 'made: of ' + version);
    fs.writeFileSync('charts/ignored.log', 'noise');
    fs.writeFileSync('elsewhere.txt', 'noise');
    fs.rmSync('charts/templates/old.yaml');`;
  const options = { generate: { run: [['node', '-e', script]], commit: true } };
  const stale = {
    'charts/templates/made.yaml': 'made: long ago',
    'charts/templates/old.yaml': 'old: true',
    '.gitignore': '*.log\n',
  };
  await publish({ files: stale, options }, async ({ contents, repository, outcome, steps }) => {
    expect(outcome).toBe('released');
    expect(Object.keys(steps).slice(0, 2)).toEqual(['git:generate', 'git:commit']);
    expect(contents['harbour/templates/made.yaml']).toBe('made: of 0.2.27');
    expect(contents).not.toHaveProperty('harbour/templates/old.yaml');
    const changed = await repository.git('diff', '--name-status', 'main~1', 'main');
    expect(changed.split('\n')).toEqual([
      'M\tcharts/Chart.yaml',
      'M\tcharts/templates/made.yaml',
      'D\tcharts/templates/old.yaml',
    ]);
    expect(await repository.git('status', '--porcelain')).toBe('');
  });
});

test('a command that fails ends the release before anything is visible', async () => {
  const options = { generate: { run: [['node', '-e', 'process.exit(7)']], commit: true } };
  await publish({ options }, async ({ problems, repository }) => {
    expect(problems).toMatchObject([{ code: 'COMMAND_FAILED' }]);
    expect(await repository.git('ls-remote', 'origin', 'main')).toContain(
      await repository.git('rev-parse', 'HEAD'),
    );
  });
});

test('a chart that helm cannot load ends the release before anything is visible', async () => {
  const files = { 'charts/values.schema.json': '{ not json' };
  await publish({ files }, ({ problems, contents }) => {
    expect(problems).toMatchObject([
      { code: 'CHART_UNREADABLE', where: { file: 'charts/values.schema.json' } },
    ]);
    expect(contents).toEqual({});
  });
});

test('a chart that would take the place of an image of the same flow is refused', async () => {
  const image: Plugin = {
    name: 'image',
    steps: [
      {
        kind: 'image',
        phase: 'publish',
        probe: async () => ({ state: 'done', output: {} }),
        run: async () => ({}),
      },
    ],
    publish: () => [
      {
        id: 'image:push',
        kind: 'image',
        title: 'push',
        input: {},
        places: { 'oci://ghcr.io/org/harbour': 'image' },
      },
    ],
  };
  await publish({ options: { to: { oci: 'oci://ghcr.io/org' } }, more: [image] }, (ended) => {
    expect(ended).toMatchObject({ outcome: 'refused', codes: ['STEP_PLACE_SHARED'] });
  });
});
