import type { Effects } from '@launchway/core';
import type { SignerInput } from '@launchway/pack';
import type { PackedChart } from './pack.ts';

/**
 * Gives the text that is signed (helm.sh/docs/topics/provenance): the metadata as packaged, and the digest of the
 * package.
 */
export function provenanceText({
  chartYaml,
  fileName,
  digest,
}: Pick<PackedChart, 'chartYaml' | 'fileName' | 'digest'>): string {
  return `${chartYaml}\n...\nfiles:\n  ${fileName}: sha256:${digest}\n`;
}

/**
 * Signs a package through gpg and gives the text of its `.prov` file, which `helm verify` accepts.
 * @throws GPG_FAILED with what gpg said
 */
export async function signPackage(
  packed: PackedChart,
  signer: SignerInput,
  effects: Pick<Effects, 'exec'>,
): Promise<string> {
  const { signText } = await import('@launchway/pack');
  return signText(provenanceText(packed), 'clear', signer, packed.fileName, effects);
}
