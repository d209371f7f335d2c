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

test('files that belong into the commit and are not as the commands make them end the release before the push', async () => {
  const options = { generate: { run: generate, commit: true } };
  const stale = { 'source.txt': 'plugins', 'charts/templates/made.yaml': 'made: long ago' };
  await publish({ files: stale, options }, async ({ problems, repository }) => {
    expect(problems).toMatchObject([
      { code: 'GENERATED_STALE', where: { file: 'charts/templates/made.yaml' } },
    ]);
    expect(await repository.git('ls-remote', 'origin', 'main')).toContain(
      await repository.git('rev-parse', 'HEAD'),
    );
  });
  const fresh = { ...stale, 'charts/templates/made.yaml': 'made: from plugins' };
  await publish({ files: fresh, options }, ({ outcome }) => expect(outcome).toBe('released'));
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
  const tried = publish({ options: { to: { oci: 'oci://ghcr.io/org' } }, more: [image] }, () => undefined);
  await expect(tried).rejects.toMatchObject({ problems: [{ code: 'STEP_PLACE_SHARED' }] });
});
