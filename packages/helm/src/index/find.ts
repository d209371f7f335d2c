import { YamlError } from '../yaml/error.ts';
import type { YamlValue } from '../yaml/read.ts';
import { LineError } from './flow.ts';
import { outlineIndex } from './outline.ts';

/** One version that an index lists. */
export interface ListedVersion {
  /** Lower-case hex SHA-256 of the package, where the index tells it. */
  readonly digest?: string;
}

/**
 * Gives what an index lists under a name and version; nothing when it lists none. Read by its lines where its form
 * allows, which takes a fraction of a second for tens of megabytes, else as a whole.
 * @throws YamlError when it is no index, or larger than 8 MiB and of another form
 */
export async function findVersion(
  index: Uint8Array,
  name: string,
  version: string,
): Promise<readonly ListedVersion[]> {
  try {
    const chart = outlineIndex(index, (one) => one === name).charts.find((one) => one.name === name);
    if (chart?.versions.every((one) => one.version !== undefined) ?? true)
      return (chart?.versions ?? []).filter((one) => one.version === version).map(listed);
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
  }
  return parsed(index, name, version);
}

/** Bytes; what is read as a whole takes up to a hundred and fifty times its size in memory. */
const mostParsed = 8 * 1024 * 1024;

/** What the outline does not take, such as aliases. */
async function parsed(index: Uint8Array, name: string, version: string): Promise<readonly ListedVersion[]> {
  if (index.length > mostParsed)
    throw new YamlError('is larger than 8 MiB, and of a form that can only be read as a whole');
  const [{ readYaml }, { textOf }] = await Promise.all([
    import('../yaml/read.ts'),
    import('../chart/decode.ts'),
  ]);
  const { value } = readYaml(Buffer.from(index).toString('utf8'));
  const entries = member(value, 'entries');
  if (entries === undefined) throw new YamlError('has no key "entries"');
  const versions = member(entries, name);
  return (Array.isArray(versions) ? (versions as readonly YamlValue[]) : [])
    .filter((one) => textOf(member(one, 'version')) === version)
    .map((one) => listed({ digest: textOf(member(one, 'digest')) }));
}

const member = (value: YamlValue | undefined, key: string): YamlValue | undefined =>
  value instanceof Map ? value.get(key) : undefined;

function listed({ digest }: { readonly digest?: string | undefined }): ListedVersion {
  return digest ? { digest: digest.replace(/^sha256:/, '').toLowerCase() } : {};
}
