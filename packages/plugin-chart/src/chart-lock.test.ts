import { expect, test } from 'vitest';
import { lockProblems } from './chart-lock.ts';
import { yamlFile } from './tree.fixture.ts';

const chart = `apiVersion: v2
name: app
version: 1.0.0
dependencies:
  - name: libx
    version: ">=0.1.0 <1.0.0"
    repository: file://../dep
    condition: libx.enabled&&a
    tags: [front, 1.10, yes]
    alias: lib-y
    import-values:
      - data
      - child: a.b
        parent: x
        num: 3
        f: 1.50
        t: true
        e: ~
  - name: libx
    version: 0.2.0
    repository: "file://../dep"
    enabled: true
`;

// Written by `helm dependency update` of helm 4.1.4 for the chart above.
const lock = `dependencies:
- name: libx
  repository: file://../dep
  version: 0.2.0
- name: libx
  repository: file://../dep
  version: 0.2.0
digest: sha256:f65e49de46d77ef2b1292f35d751e33bcbf718d8552edb9787b7fa23a9bd8c74
generated: "2026-11-22T22:41:22.463456736Z"
`;

test('the lock helm wrote belongs to its chart', async () => {
  expect(lockProblems(await yamlFile(chart), await yamlFile(lock, 'charts/Chart.lock'))).toEqual([]);
});

test('a lock is stale when the chart asks for something else', async () => {
  const changed = await yamlFile(chart.replace('<1.0.0', '<2.0.0'));
  expect(lockProblems(changed, await yamlFile(lock, 'charts/Chart.lock'))).toMatchObject([
    { code: 'CHART_LOCK_STALE', where: { file: 'charts/Chart.lock', line: 8 } },
  ]);
});
