import { catalogue } from '@launchway/core';

/** What can be wrong with a package for JSR, and with publishing it. */
export const jsrProblems = catalogue({
  JSR_OPTIONS: {
    summary: 'The options of the JSR plugin are wrong.',
    cause: 'An option is missing, mistyped or contradicts another.',
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
  JSR_MANIFESTS_DIFFER: {
    summary: 'A package has two manifests for JSR that contradict each other.',
    cause:
      'deno reads deno.json before jsr.json and never looks at the second, but both are shipped. What is changed in the second has no effect.',
    remedy: 'Keep one of the two, or make name, version and exports equal in both.',
  },
  JSR_NAME: {
    summary: 'The name of a package is not one that JSR takes.',
    cause:
      'JSR wants `@scope/name`, of lower-case letters, digits and single hyphens inside: 2 to 20 characters for the scope, 2 to 58 for the name. deno does not check it before the upload.',
    remedy: 'Correct `name` in the manifest.',
  },
  JSR_VERSION: {
    summary: 'The version of a package is not one that JSR takes.',
    cause:
      'JSR wants strict semantic versions, with no `v` before them. deno does not check it before the upload.',
    remedy: 'Write three numbers, such as `1.2.3`, with a pre-release after a hyphen where there is one.',
  },
  JSR_EXPORTS: {
    summary: 'The exports of a package are not what JSR takes.',
    cause:
      'JSR wants a path, or a flat list of names and paths. Names are `.` or begin with `./`; paths begin with `./`, have an extension, and lead to a file that is shipped. Conditions as in package.json are refused.',
    remedy: 'Correct `exports` in the manifest.',
  },
  JSR_LICENCE: {
    summary: 'A package says no licence that JSR recognises.',
    cause:
      'JSR refuses packages without one. It takes an SPDX identifier in the manifest, or a LICENSE file in the package or at the top of the repository.',
    remedy:
      'Write `"license": "MIT"` (or yours) into the manifest, or commit a LICENSE file with the whole text.',
  },
  JSR_NOT_PUBLISHED: {
    summary: 'The manifest forbids to publish the package.',
    cause: 'It says `"publish": false`, so deno leaves it out.',
    remedy: 'Remove that line, or the package from the options of jsr().',
  },
  JSR_SECRET_FILE: {
    summary: 'A file that looks like a secret would be published.',
    cause:
      'deno ships every file of the folder that git does not ignore, names with a dot too. What is published on JSR stays there for ever.',
    remedy:
      'Add the file to `publish.exclude`, or name what is to be shipped in `publish.include`. If the secret is in git, replace it.',
  },
  JSR_HIDDEN_FILE: {
    summary: 'Files whose names begin with a dot would be published.',
    cause:
      'deno ships every file of the folder that git does not ignore. Settings of editors and tools are seldom meant to be part of a package.',
    remedy: 'Add them to `publish.exclude`, or name what is to be shipped in `publish.include`.',
  },
  JSR_FILE_PATH: {
    summary: 'A file has a name that JSR refuses.',
    cause:
      'Paths may have 155 characters and names 95, without spaces and special characters, without names reserved on Windows, and no two may differ in case alone.',
    remedy: 'Rename the file, or add it to `publish.exclude`.',
  },
  JSR_TOO_LARGE: {
    summary: 'A package or a file is too large for JSR.',
    cause: 'A file may have 20 MiB, and all of them together too.',
    remedy: 'Add what users do not need to `publish.exclude`.',
  },
  JSR_SYMLINK: {
    summary: 'A symbolic link would be missing from the package.',
    cause: 'JSR takes no symbolic links, and deno leaves them out with a warning.',
    remedy: 'Replace the link by the file, or add it to `publish.exclude`.',
  },
  JSR_DEPENDENCY_KIND: {
    summary: 'Code of a package imports something that JSR refuses.',
    cause:
      'Modules may import `jsr:`, `npm:` and `node:` modules and their own files. Addresses of the web, files and git repositories as dependencies are refused.',
    remedy: 'Take the module from JSR or npm, or copy it into the package.',
  },
  JSR_DEPENDENCY_UNBOUNDED: {
    summary: 'A dependency says no version.',
    cause:
      'JSR refuses dependencies on any version at all: `*`, `workspace:*` of a package that is not on JSR, or none. deno does not check it before the upload.',
    remedy: 'Write a range, such as `^1.2.0` or `workspace:^`.',
  },
  JSR_COMMONJS: {
    summary: 'A module is written as CommonJS.',
    cause: 'JSR takes ECMAScript modules alone. deno does not check it before the upload.',
    remedy: 'Write `import` and `export` in place of `require` and `module.exports`.',
  },
  JSR_LANGUAGE: {
    summary: 'A module uses something that JSR refuses.',
    cause:
      'JSR refuses types added to the global scope, and import attributes in their old spelling `assert`.',
    remedy: 'Remove `declare global`, or write `with` in place of `assert`.',
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
