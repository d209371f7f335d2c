import { describe, expect, test } from 'vitest';
import { bakeFile } from './bake.ts';
import { contextOf, upstreamCases } from './metadata-action.fixture.ts';
import { imageMetadata } from './metadata.ts';

const metadataOf = (row: (typeof upstreamCases)[number]) =>
  imageMetadata({ ...row, tags: (row.tags ?? []).map((line) => ({ line })) }, contextOf(row));

const sound = upstreamCases.filter(({ defect }) => !defect);

describe("docker/metadata-action's own tests", () => {
  test.each(sound)('$id', (row) => {
    const found = metadataOf(row);
    expect(found).toMatchObject({ version: row.expect.version, tags: row.expect.tags });
    expect(found.names.some(({ line }) => line === 'latest')).toBe(row.expect.latest);
    expect(found.labels['org.opencontainers.image.version']).toBe(row.expect.version ?? '');
    const warnings = found.problems.filter(
      ({ code }) => code === 'TAG_NO_MATCH' || code === 'TAG_NOT_A_VERSION',
    );
    expect(warnings).toHaveLength(row.expect.warnings);
  });

  test.each(sound.filter(({ expect: { labels } }) => labels))('$id: labels in their order', (row) => {
    expect(Object.entries(metadataOf(row).labels)).toEqual(Object.entries(row.expect.labels ?? {}));
  });

  test.each(sound.filter(({ expect: { annotations } }) => annotations))('$id: annotations', (row) => {
    expect(metadataOf(row).annotations).toEqual(row.expect.annotations?.map((each) => `manifest:${each}`));
  });

  test.each(sound.filter(({ expect: { bake } }) => bake))('$id: bake file', (row) => {
    expect(bakeFile(metadataOf(row), row.bakeTarget)).toEqual(row.expect.bake);
  });

  test.each(upstreamCases.filter(({ defect }) => defect))(
    '$id, mended: a prerelease is not latest',
    (row) => {
      expect(metadataOf(row).tags).toEqual(row.expect.tags.filter((tag) => !/(?:^|:)latest$/.test(tag)));
    },
  );
});
