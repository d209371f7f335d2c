import { catalogue } from '@launchway/core';

/** Everything a forge can answer that ends what was being done. */
export const forgeProblems = catalogue({
  FORGE_TOKEN_REFUSED: {
    summary: 'The forge does not accept the token.',
    cause:
      'It is mistyped, has expired or was revoked. A job token is good only while its job runs, and only in the header made for it.',
    remedy:
      'Make a new token and set it in the CI settings. The message names the variable it was taken from.',
  },
  FORGE_DENIED: {
    summary: 'The token is right, but does not allow this.',
    cause:
      "Its scopes or the account's role are too small, or the project has switched the feature off. Forges answer so for protected tags too.",
    remedy:
      'On GitLab give the token the scope `api`, and its account at least the role Developer (Maintainer for protected tags); or allow it for job tokens in the CI/CD settings of the project. On GitHub give the job the `permissions` that the message names.',
  },
  FORGE_NOT_FOUND: {
    summary: 'The forge knows nothing at this address, or hides it.',
    cause:
      'The project or the object is named wrongly. Forges answer the same where the token may not see a private project, and GitLab where a job token comes in another header.',
    remedy: 'Check the address and the project in the configuration, and that the token may see the project.',
  },
  FORGE_CONFLICT: {
    summary: 'The forge has something else under this name.',
    cause: 'Somebody has made it in the meantime, or it is held by another object.',
    remedy: 'Look at it on the forge. Run `release` again; what is as it should be is left alone.',
  },
  FORGE_RATE_LIMITED: {
    summary: 'The forge asks for fewer requests.',
    cause:
      'The account has made more requests than the forge allows. It was tried again after the time that was asked for.',
    remedy: 'Wait a little, and run `release` again; it does only what is missing.',
  },
  FORGE_REFUSED: {
    summary: 'The forge refuses what was asked.',
    cause: 'A value breaks one of its rules. The message holds its words.',
    remedy: 'Follow what the forge says, and run again.',
  },
  FORGE_FAILED: {
    summary: 'The forge failed.',
    cause: 'It answered with an error of its own, more than once: it is overloaded, being updated or broken.',
    remedy: 'Run `release` again when the forge has recovered; it does only what is missing.',
  },
  FORGE_ANSWER_INVALID: {
    summary: 'The answer is not that of the forge.',
    cause: 'A sign-in page, a proxy or another service answers at this address.',
    remedy: 'Check the address of the API, with its port and path, and what stands in between.',
  },
});

/** A code of {@link forgeProblems}. */
export type ForgeCode = keyof typeof forgeProblems.entries;
