import type { CommandOptions, Effects } from '@launchway/core';
import { problems } from '../problems.ts';
import type { PackedChart } from './pack.ts';

/** Who signs. */
export interface Signer {
  /** A key as gpg names it: fingerprint, e-mail address, part of a user id. Gpg's own default unless told. */
  readonly key?: string;
  /** Folder of the keys, `GNUPGHOME`. */
  readonly home?: string;
  /** How gpg is called; for a passphrase file or a loopback pinentry. */
  readonly program?: readonly string[];
}

/** Gives the text that is signed: the metadata as packaged, and the digest of the package. */
export function provenanceText({
  chartYaml,
  fileName,
  digest,
}: Pick<PackedChart, 'chartYaml' | 'fileName' | 'digest'>): string {
  return `${chartYaml}\n...\nfiles:\n  ${fileName}: sha256:${digest}\n`;
}

/**
 * Signs a package through gpg and gives the text of its `.prov` file, which `helm verify` accepts.
 * @throws {ReleaseError} PROVENANCE_FAILED with what gpg said
 */
export async function signPackage(
  packed: PackedChart,
  signer: Signer,
  effects: Pick<Effects, 'exec'>,
): Promise<string> {
  const [program = 'gpg', ...options] = signer.program ?? ['gpg'];
  const user = signer.key === undefined ? [] : ['--local-user', signer.key];
  const argv = [
    program,
    ...options,
    '--batch',
    '--yes',
    ...user,
    '--digest-algo',
    'SHA512',
    '--clearsign',
    '--output',
    '-',
  ];
  const settings: CommandOptions = {
    input: provenanceText(packed),
    ...(signer.home === undefined ? {} : { env: { GNUPGHOME: signer.home } }),
  };
  try {
    return (await effects.exec(argv, settings)).stdout;
  } catch (error) {
    throw failed(packed.fileName, error);
  }
}

function failed(fileName: string, error: unknown) {
  const said = error instanceof Error ? error.message.trim() : String(error);
  return problems.refusal(
    'PROVENANCE_FAILED',
    {
      message: `${fileName} could not be signed: ${said}`,
      fix: 'Try `gpg --clearsign` with the same key by hand; it must work without asking for anything.',
    },
    error,
  );
}
