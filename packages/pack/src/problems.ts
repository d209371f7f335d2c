import { catalogue } from '@launchway/core';

/** What can be wrong with a signature. */
export const packProblems = catalogue({
  SIGNING_KEY_MISSING: {
    summary: 'There is no key to sign with.',
    cause: 'gpg knows no secret key of that name, or none at all. In CI the key has to be imported first.',
    remedy: 'Import it with `gpg --batch --import`, or name another with `sign: { key, home }`.',
  },
  GPG_FAILED: {
    summary: 'gpg could not sign.',
    cause:
      'gpg ended with an error: it is not installed, the key is unknown or locked, or no agent is running.',
    remedy: 'Try `gpg --local-user KEY --clearsign` by hand; what it prints says what is missing.',
  },
});
