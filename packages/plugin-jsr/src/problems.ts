import { catalogue } from '@launchway/core';
import { packageEntries } from './rules/problems.ts';

/** What can be wrong with a package for JSR, and with publishing it. */
export const jsrProblems = catalogue({
  ...packageEntries,
  JSR_OPTIONS: {
    summary: 'The options of the JSR plugin are wrong.',
    cause: 'No package is named, one is named twice, or an option contradicts another.',
    remedy: 'Correct the option that the message names. The README of the plugin shows them all.',
  },
  JSR_VERSION_SYNC: {
    summary: 'Manifests of one package hold different versions.',
    cause:
      'A package keeps its version in jsr.json or deno.json and in package.json. Somebody changed one of them alone. deno would take the old one for published already, and end well without publishing.',
    remedy:
      'Write the same version into all of them, or run `npx --no-install release bump`, which moves every file of the track.',
  },
  JSR_MANIFEST_MISSING: {
    summary: 'A folder holds no manifest for JSR.',
    cause:
      'A package needs a jsr.json, jsr.jsonc, deno.json or deno.jsonc with `name`, `version` and `exports`.',
    remedy: 'Add one, or correct the folder in the options of jsr().',
  },
  JSR_DENO_MISSING: {
    summary: 'deno was not found.',
    cause:
      'Packages are published by the real `deno publish`. It is looked for in the options, in DENO_BIN_PATH, as npm package `deno` of the repository, and on PATH.',
    remedy:
      'Run `npm install --save-dev deno`; it needs no install script. On Alpine, use the package of the distribution.',
  },
  JSR_DENO_OLD: {
    summary: 'deno is too old to publish with.',
    cause: 'Before 2.9.0 it stops a workspace at the first failure and loses provenance without a word.',
    remedy: 'Install a newer one.',
  },
  JSR_CHECK_FAILED: {
    summary: 'deno would not publish a package.',
    cause:
      '`deno publish --dry-run` failed in a throw-away checkout of the release commit: type errors, slow types, a missing file or licence. Nothing was changed.',
    remedy:
      'Mend what deno says and commit it. The checkout holds nothing but what is committed: a package with npm dependencies needs `prepare`.',
  },
  JSR_CREDENTIAL_MISSING: {
    summary: 'There is no token to publish with.',
    cause:
      'The variable is not set. Secrets are empty in pipelines of forks, protected variables on unprotected branches and tags.',
    remedy:
      'Make a personal access token on JSR and set it in the CI settings, or publish from GitHub Actions with `id-token: write`.',
  },
  JSR_TOKEN_REFUSED: {
    summary: 'JSR refuses the token.',
    cause: 'It is mistyped, has expired or was revoked.',
    remedy: 'Make a new personal access token on JSR, and set it in the CI settings.',
  },
  JSR_OIDC_ELSEWHERE: {
    summary: 'JSR knows no identity of this CI.',
    cause:
      'JSR accepts workflow identities of github.com alone. GitLab, GitHub Enterprise Server, Gitea and Forgejo have none for it, and neither has your machine.',
    remedy:
      'Set JSR_TOKEN to a personal access token. The scope must not require publishing from CI; versions get no provenance.',
  },
  JSR_OIDC_PERMISSION: {
    summary: 'The workflow may not ask for an identity.',
    cause: 'The job has no permission `id-token: write`. Naming any permission takes all others away.',
    remedy: 'Give the job `permissions: { contents: write, id-token: write }`.',
  },
  JSR_OIDC_REFUSED: {
    summary: "JSR refuses the workflow's identity.",
    cause: 'It was not given by github.com, or its time is over.',
    remedy: 'Run the job again. On other forges, publish with a personal access token.',
  },
  JSR_PACKAGE_MISSING: {
    summary: 'The package does not exist on JSR.',
    cause: 'Publishing does not make a package: a member of the scope makes it once, on the web page.',
    remedy: 'Make it on the page that the message names, and link it to the GitHub repository.',
  },
  JSR_NOT_LINKED: {
    summary: 'The package is not linked to this repository.',
    cause:
      'JSR accepts workflows of the one repository that the package is linked to. A repository that was deleted and made again is another one.',
    remedy: "Link it in the package's settings on JSR.",
  },
  JSR_NOT_MEMBER: {
    summary: 'Whoever publishes is no member of the scope.',
    cause:
      'JSR refuses workflows that a stranger to the scope has started, such as a bot or a schedule, unless the scope switches that off.',
    remedy: "Invite the account, or switch off the check of the actor in the scope's settings.",
  },
  JSR_CI_REQUIRED: {
    summary: 'The scope takes no personal tokens.',
    cause: 'It requires publishing from CI, which for JSR is GitHub Actions with an identity.',
    remedy: "Publish from GitHub Actions, or switch the requirement off in the scope's settings.",
  },
  JSR_RIGHTS: {
    summary: 'The credential may not publish this package.',
    cause: 'A token can be limited to scopes or packages, and an account can be blocked.',
    remedy: 'Use a token that may publish this package.',
  },
  JSR_ARCHIVED: {
    summary: 'The package is archived.',
    cause: 'An archived package takes no new versions.',
    remedy: "Take it out of the archive in the package's settings on JSR.",
  },
  JSR_QUOTA: {
    summary: 'The scope has published too often this week.',
    cause: 'JSR allows a scope 1000 attempts in seven days.',
    remedy: 'Run `release` again when the week is over, or ask help@jsr.io for more.',
  },
  JSR_REFUSED: {
    summary: 'JSR refused the package.',
    cause: 'It looks at more than deno does before the upload. The message holds its reason.',
    remedy: 'Mend it and release again.',
  },
  JSR_CLIENT_FAILED: {
    summary: 'deno did not publish a package.',
    cause: 'It ended with an error before JSR had refused anything, and JSR does not have the version.',
    remedy: 'Mend what deno says, and run again.',
  },
  JSR_UNAVAILABLE: {
    summary: 'JSR cannot be reached, or does not answer as it should.',
    cause: 'It is overloaded, or a firewall or proxy is in the way.',
    remedy: 'Run `release` again in a minute; it does only what is missing.',
  },
  JSR_TIMEOUT: {
    summary: 'deno did not end in time.',
    cause: 'deno waits without an end. It was stopped before JSR had taken the package.',
    remedy: 'Run again, or allow more time with `timeout`.',
  },
  JSR_TASK_STUCK: {
    summary: 'JSR has taken the package, but does not come to an end with it.',
    cause: 'Its servers work on an upload after they have taken it. Now and then a task stays where it is.',
    remedy:
      'Watch the page of the task, and run `release` again when it has ended. When it stays pending, write to help@jsr.io, or release the next version.',
  },
  JSR_STALE_MANIFEST: {
    summary: 'A manifest holds another version than is to be published.',
    cause:
      'deno publishes the version that the manifest says. An old one it takes for published already, and ends well.',
    remedy: 'Let every manifest of the package hold the same version, and `prepare` leave them alone.',
  },
  JSR_DIFFERENT_CONTENT: {
    summary: 'The version is on JSR already, with other content.',
    cause: 'Somebody has published it from other files. A version of JSR is never changed.',
    remedy: 'Release a higher version.',
  },
  JSR_YANKED: {
    summary: 'The version was published earlier and yanked.',
    cause: 'A yanked version stays taken.',
    remedy: 'Release a higher version.',
  },
  JSR_PROVENANCE_LOST: {
    summary: 'A version was published without provenance.',
    cause:
      'The attestation is made after the publication; when it fails, deno fails too, and it cannot be added later.',
    remedy: 'Nothing helps this version. Look at the reason before the next one, or set `provenance: false`.',
  },
  JSR_WORKFLOW_NAME: {
    summary: "A name in the workflow's identity will make deno fail.",
    cause:
      'deno cannot read identities that hold characters beyond plain ASCII, such as an emoji in `name:`. It fails after the version is published, and provenance is lost.',
    remedy: 'Give the workflow a name of plain letters, or set `provenance: false`.',
  },
});

export type JsrCode = keyof typeof jsrProblems.entries;
