import { type Effects, known, type Reads } from '@launchway/core';
import { catalogProblems } from '../problems.ts';
import { type MadePackage, makePackage, readPackage } from '../package/make.ts';
import type { PublishInput } from '../plan.ts';

/**
 * Gives the package that a target is to hold, made again where it must be.
 * @throws PACKAGE_DIFFERS when it is another than the one that was checked before the push
 */
export async function packageFor({ recipe, digest }: PublishInput, effects: Effects): Promise<MadePackage> {
  const made = await makePackage(recipe, effects);
  const expected = known(digest);
  if (expected === undefined || expected === made.packed.digest) return made;
  throw catalogProblems.refusal('PACKAGE_DIFFERS', {
    message: `${made.packed.fileName} was made again with the digest ${made.packed.digest}, and the one that was checked has ${expected}.`,
    fix: 'Let the commands of `generate` make the same files every time: no dates, no random values, nothing from outside of the commit.',
  });
}

/** What is known of a release's package to someone who may only look. */
export interface Expectation {
  readonly made: MadePackage | undefined;
  /** Lower-case hex SHA-256 of the package. */
  readonly digest: string | undefined;
  /** Whether the release commit is made, so that what is found may be of this very release. */
  readonly released: boolean;
}

export async function expected({ recipe, digest }: PublishInput, reads: Reads): Promise<Expectation> {
  const made = await readPackage(recipe, reads);
  return { made, digest: made?.packed.digest ?? known(digest), released: known(recipe.commit) !== undefined };
}
