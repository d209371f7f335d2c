import type { CredentialRef, Problem, Reads } from '@launchway/core';
import { catalogProblems } from '../problems.ts';

/** Tells a credential that is named and not set. */
export async function credentialProblems(
  credential: CredentialRef | undefined,
  reads: Reads,
): Promise<readonly Problem[]> {
  if (credential === undefined || (await reads.credential(credential)) !== undefined) return [];
  const names = [credential.env].flat().map((name) => `$${name}`);
  return [
    catalogProblems.error('CATALOG_CREDENTIAL', {
      message: `The credential for the catalogue is to be in ${names.join(' or ')}, and it is not set.`,
      fix: `Set ${names[0] ?? 'it'} in the CI settings or in your shell.`,
    }),
  ];
}
