import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { type RealRegistry, startRealRegistry, withoutRegistry } from '../registry.fixture.ts';
import { chartArtifact, ociTag } from './manifest.ts';

describe.skipIf(withoutHelm || withoutRegistry)('a manifest is the one helm pushes', () => {
  let registry: RealRegistry;
  beforeAll(async () => {
    registry = await startRealRegistry();
  });
  afterAll(() => registry.stop());

  test.each(Object.entries(charts))('for a chart with %s', async (title, files) => {
    const { bytes, fileName, chart } = await packChart(folderTree(writeChart(files)), { mtime: packingTime });
    const folder = temporary();
    const file = join(folder, fileName);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, bytes);
    const provenance = title.includes('v') ? Buffer.from('not really signed') : undefined;
    if (provenance !== undefined) writeFileSync(`${file}.prov`, provenance);
    utimesSync(file, packingTime, packingTime);
    const artifact = chartArtifact({
      metadata: chart.metadata,
      tgz: bytes,
      mtime: packingTime,
      ...(provenance === undefined ? {} : { provenance }),
    });
    for (const binary of [helm4, helm3]) {
      const repository = `${binary === helm4 ? 'four' : 'three'}-${Object.keys(charts).indexOf(title)}`;
      const { stderr } = helm(binary, ['push', file, `oci://${registry.host}/${repository}`, '--plain-http']);
      expect(stderr).toContain(`Digest: ${artifact.manifest.digest}`);
      expect(stderr).toContain(`:${artifact.tag}\n`);
    }
  });
});

test('a tag has an underscore where the version has a plus sign', () => {
  expect(ociTag('1.2.3+up4.5+b')).toBe('1.2.3_up4.5_b');
});
