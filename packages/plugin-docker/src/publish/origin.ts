import type { Manifest, Repository } from '@launchway/oci';

/** The label, and annotation, that names the commit an image was made of (image specification, "Annotations"). */
export const revisionLabel = 'org.opencontainers.image.revision';

/** The largest configuration of an image that is read, in bytes. */
const largestConfig = 8 * 1024 * 1024;

interface Body {
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly manifests?: readonly Child[];
  readonly config?: { readonly digest: string; readonly size: number };
}

interface Child {
  readonly digest: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/**
 * Gives the commits that an image says it was made of: one, several where the images of an index differ, and nothing in
 * place of what an image does not say.
 */
export async function revisionsOf(
  repository: Repository,
  manifest: Manifest,
): Promise<readonly (string | undefined)[]> {
  const body = parse<Body>(manifest.bytes);
  const annotated = body.annotations?.[revisionLabel];
  if (typeof annotated === 'string') return [annotated];
  if (!Array.isArray(body.manifests)) return [await labelled(repository, body)];
  const found: (string | undefined)[] = [];
  for (const { digest } of (body.manifests as readonly Child[]).filter((child) => !isAttestation(child))) {
    const child = await repository.getManifest(digest);
    found.push(...(child === undefined ? [undefined] : await revisionsOf(repository, child)));
  }
  return [...new Set(found.length === 0 ? [undefined] : found)];
}

/** Whether an image is known to be made of one of these commits: `other` of none of them, `unknown` when it does not say. */
export function judge(
  revisions: readonly (string | undefined)[],
  commits: readonly string[],
): 'proven' | 'unknown' | 'other' {
  if (revisions.some((revision) => revision !== undefined && !commits.includes(revision))) return 'other';
  return revisions.includes(undefined) ? 'unknown' : 'proven';
}

async function labelled(repository: Repository, { config }: Body): Promise<string | undefined> {
  if (config === undefined || config.size > largestConfig) return undefined;
  const image = parse<{ readonly config?: { readonly Labels?: Readonly<Record<string, unknown>> | null } }>(
    await repository.getBlob(config),
  );
  const label = image.config?.Labels?.[revisionLabel];
  return typeof label === 'string' && label !== '' ? label : undefined;
}

/** buildx keeps provenance and lists of parts beside the images of an index. */
const isAttestation = ({ annotations }: Child): boolean =>
  annotations?.['vnd.docker.reference.type'] === 'attestation-manifest';

/** What cannot be read as JSON says nothing. */
function parse<T extends object>(bytes: Uint8Array): Partial<T> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
