import { gitProblems } from '../../../git/problems.ts';
import { isReleaseError } from '../../../model/problem.ts';

/**
 * Waits for a git command that signs, and tells its failure as one of signing.
 * @throws SIGNING_FAILED
 */
export async function refuseSigning(what: string, made: Promise<string>): Promise<string> {
  try {
    return await made;
  } catch (error) {
    const said = isReleaseError(error) ? error.message : String(error);
    if (!/sign|gpg|ssh-keygen|secret key|passphrase|public key/i.test(said)) throw error;
    const details = {
      message: `${what} could not be signed: ${said.replace(/^git \S+ ended with code \d+: /, '')}`,
      fix: 'Make the key available to this process, or turn signing off here (commit.gpgSign, tag.gpgSign).',
    };
    throw gitProblems.refusal('SIGNING_FAILED', details, error);
  }
}
