import type { CatalogueEntry } from '@launchway/core';

/** What can be wrong with a package itself; most of it is found before JSR would refuse it. */
export const packageEntries = {
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
} satisfies Record<string, CatalogueEntry>;
