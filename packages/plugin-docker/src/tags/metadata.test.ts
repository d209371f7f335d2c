import { describe, expect, test } from 'vitest';
import { bakeFile } from './bake.ts';
import { contextOf, upstreamCases } from './metadata-action.fixture.ts';
import { imageMetadata } from './metadata.ts';

const metadataOf = (row: (typeof upstreamCases)[number]) =>
  imageMetadata({ ...row, tags: (row.tags ?? []).map((line) => ({ line })) }, contextOf(row));

describe("docker/metadata-action's own tests", () => {
  test.each(upstreamCases.filter(({ defect }) => !defect))('$id', (row) => {
    const found = metadataOf(row);
    expect(found).toMatchObject({ version: row.expect.version, tags: row.expect.tags });
    expect(found.names.some(({ line }) => line === 'latest')).toBe(row.expect.latest);
    expect(found.labels['org.opencontainers.image.version']).toBe(row.expect.version ?? '');
    if (row.expect.labels) expect(Object.entries(found.labels)).toEqual(Object.entries(row.expect.labels));
    if (row.expect.annotations)
      expect(found.annotations).toEqual(row.expect.annotations.map((each) => `manifest:${each}`));
    if (row.expect.bake) expect(bakeFile(found, row.bakeTarget)).toEqual(row.expect.bake);
    const warnings = found.problems.filter(
      ({ code }) => code === 'TAG_NO_MATCH' || code === 'TAG_NOT_A_VERSION',
    );
    expect(warnings).toHaveLength(row.expect.warnings);
  });

  test.each(upstreamCases.filter(({ defect }) => defect))(
    '$id, without its defect: a prerelease is no latest',
    (row) => {
      const found = metadataOf(row);
      expect(found.tags).toEqual(row.expect.tags.filter((tag) => !/(?:^|:)latest$/.test(tag)));
    },
  );
});
