import { isDigest } from '@launchway/oci';

const digestKey = 'containerimage.digest';

/**
 * Gives the digest in a file that buildx wrote by `--metadata-file`: of a build, or of a target of a bake, the only one
 * unless it is named.
 */
export function digestIn(text: string, target?: string): string | undefined {
  const whole = objectOf(parse(text));
  const parts = Object.values(whole).map(objectOf);
  const found = target === undefined ? [whole, ...parts] : [objectOf(whole[target]), whole];
  const digests = found.flatMap((part) => {
    const digest = part[digestKey];
    return typeof digest === 'string' && isDigest(digest) ? [digest] : [];
  });
  return target !== undefined || new Set(digests).size === 1 ? digests[0] : undefined;
}

/** Reads what a job that builds leaves behind: metadata of buildx, a digest, or a name with a digest or a tag. */
export function referenceIn(text: string): string | undefined {
  const digest = digestIn(text);
  if (digest !== undefined) return digest;
  const [line = '', ...more] = text.trim().split(/\s+/);
  return line === '' || more.length > 0 || line.startsWith('{') ? undefined : line;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
