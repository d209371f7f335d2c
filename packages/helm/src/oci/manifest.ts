import { createHash } from 'node:crypto';
import { goJson } from '../chart/gojson.ts';
import type { ChartMetadata } from '../chart/metadata.ts';
import type { GoValue } from '../yaml/emit.ts';
import { indexTime } from '../index/entry.ts';

/** Media type of a chart's metadata in a registry (helm.sh/docs/topics/registries). */
export const configType = 'application/vnd.cncf.helm.config.v1+json';
/** Media type of a chart's package in a registry. */
export const chartType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
/** Media type of a chart's `.prov` file in a registry. */
export const provenanceType = 'application/vnd.cncf.helm.chart.provenance.v1.prov';
const manifestType = 'application/vnd.oci.image.manifest.v1+json';

/** A chart to be pushed. */
export interface ChartContent {
  readonly metadata: ChartMetadata & { readonly name: string; readonly version: string };
  /** The package. */
  readonly tgz: Uint8Array;
  /** The text of the `.prov` file. */
  readonly provenance?: Uint8Array;
  /** Time of the package, in seconds since 1970. */
  readonly mtime: number;
}

/** Bytes with their digest, `sha256:...`. */
export interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly bytes: Uint8Array;
}

/** All that makes a chart in an OCI registry. */
export interface ChartArtifact {
  readonly tag: string;
  readonly config: Blob;
  /** In the order of their digests, as helm puts them. */
  readonly layers: readonly Blob[];
  readonly manifest: Blob;
}

/**
 * Gives the blobs and the manifest that `helm push` would make of the same package with the same file time, byte for byte;
 * helm writes that time in its own zone, here it is UTC.
 */
export function chartArtifact(content: ChartContent): ChartArtifact {
  const config = blob(configType, Buffer.from(goJson(content.metadata as GoValue)));
  const provenance = content.provenance === undefined ? [] : [blob(provenanceType, content.provenance)];
  const layers = [blob(chartType, content.tgz), ...provenance].sort((left, right) =>
    left.digest < right.digest ? -1 : 1,
  );
  const manifest = goJson({
    schemaVersion: 2n,
    config: descriptor(config),
    layers: layers.map(descriptor),
    annotations: annotations(content),
  });
  return {
    tag: ociTag(content.metadata.version),
    config,
    layers,
    manifest: blob(manifestType, Buffer.from(manifest)),
  };
}

/**
 * Gives the tag of a version, `1.2.3_b5` for `1.2.3+b5`: a tag has no plus sign, helm writes an underscore and reads it
 * back.
 */
export function ociTag(version: string): string {
  return version.replaceAll('+', '_');
}

function blob(mediaType: string, bytes: Uint8Array): Blob {
  return { mediaType, bytes, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
}

const descriptor = ({ mediaType, digest, bytes }: Blob): GoValue => ({
  mediaType,
  digest,
  size: BigInt(bytes.length),
});

/** What a registry shows of the chart; its own annotations are added, and win over all but name and version. */
function annotations({ metadata, mtime }: ChartContent): GoValue {
  const { name, version, description, home, sources, maintainers } = metadata;
  const prefix = 'org.opencontainers.image.';
  const all = {
    [`${prefix}description`]: description,
    [`${prefix}url`]: home,
    [`${prefix}created`]: indexTime(mtime),
    [`${prefix}source`]: sources?.[0],
    [`${prefix}authors`]: authors(maintainers ?? []),
    ...metadata.annotations,
    [`${prefix}title`]: name,
    [`${prefix}version`]: version,
  };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    present.sort(([left], [right]) => Buffer.compare(Buffer.from(left), Buffer.from(right))),
  );
}

function authors(maintainers: NonNullable<ChartMetadata['maintainers']>): string | undefined {
  const names = maintainers.map((one) => {
    const name = one?.name ?? '';
    return one?.email === undefined ? name : `${name} (${one.email})`;
  });
  return names.join(', ').trim() || undefined;
}
