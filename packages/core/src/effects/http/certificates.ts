import { readFile } from 'node:fs/promises';
import type { Environment } from '../secrets/credentials.ts';

/**
 * Gives the PEM bundle that a GitLab runner names for the instance's own authority: `CI_SERVER_TLS_CA_FILE` (a file),
 * and `ADDITIONAL_CA_CERT_BUNDLE` (a file, or the certificates themselves). Nothing when neither is set. A file that
 * cannot be read is passed over; the handshake then tells what is missing.
 */
export async function certificatesOfCi(env: Environment): Promise<string | undefined> {
  const found = await Promise.all(
    ['CI_SERVER_TLS_CA_FILE', 'ADDITIONAL_CA_CERT_BUNDLE'].map((name) => pem(env[name])),
  );
  const bundles = [...new Set(found)].filter((bundle) => bundle !== undefined);
  return bundles.length === 0 ? undefined : bundles.join('\n');
}

/** What Node tells of the authorities that it trusts; before 22.15 only of those that it brings. */
interface Authorities {
  readonly rootCertificates: readonly string[];
  readonly getCACertificates?: (type: 'default') => readonly string[];
}

/**
 * Gives what to trust when something is trusted besides the usual roots: a list replaces Node's own, which would leave out its
 * roots, `NODE_EXTRA_CA_CERTS`, and what `--use-system-ca` adds.
 */
export async function trusted(
  env: Environment,
  bundles: readonly string[],
  node?: Authorities,
): Promise<string[]> {
  const { rootCertificates, getCACertificates }: Authorities = node ?? (await import('node:tls'));
  const extra = await pem(env['NODE_EXTRA_CA_CERTS']);
  const usual = getCACertificates?.('default') ?? rootCertificates;
  return [...usual, ...bundles, ...(extra === undefined ? [] : [extra])];
}

async function pem(value: string | undefined): Promise<string | undefined> {
  if (!value) return undefined;
  const text = value.includes('-----BEGIN') ? value : await readFile(value, 'utf8').catch(() => '');
  return text.includes('-----BEGIN') ? text : undefined;
}
