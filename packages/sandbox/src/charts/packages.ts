import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

/** A package that was uploaded. */
export interface StoredChart {
  /** Where it was uploaded to: `charts`, or GitLab's `<project>/<channel>`. */
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly digest: string;
  readonly bytes: Buffer;
}

/** Writes the index of these packages. */
export function indexOf(charts: readonly StoredChart[]): string {
  const names = [...new Set(charts.map(({ name }) => name))].sort();
  const entries = names.map((name) => {
    const versions = charts.filter((one) => one.name === name).toReversed();
    return `  ${name}:\n${versions.map(entryOf).join('')}`;
  });
  return `apiVersion: v1\nentries:${entries.length === 0 ? ' {}' : `\n${entries.join('').trimEnd()}`}\n`;
}

const entryOf = ({ name, version, digest }: StoredChart): string =>
  `  - apiVersion: v2\n    name: ${name}\n    version: "${version}"\n    digest: ${digest}\n    urls:\n    - charts/${name}-${version}.tgz\n`;

/** Name and version as the Chart.yaml says that stands first in the archive. */
export function metadataOf(tgz: Buffer): {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
} {
  const tar = gunzipSync(tgz);
  const size = Number.parseInt(tar.toString('ascii', 124, 135), 8);
  const text = tar.toString('utf8', 512, 512 + size);
  const field = (key: string): string => new RegExp(`^${key}: "?([^"\\n]*)"?$`, 'm').exec(text)?.[1] ?? '';
  return {
    name: field('name'),
    version: field('version'),
    digest: createHash('sha256').update(tgz).digest('hex'),
  };
}

/** The one file of a form. */
export function partOf(form: Buffer): Buffer {
  const boundary = form.subarray(0, form.indexOf('\r\n'));
  const start = form.indexOf('\r\n\r\n') + 4;
  return form.subarray(start, form.indexOf(Buffer.concat([Buffer.from('\r\n'), boundary]), start));
}
