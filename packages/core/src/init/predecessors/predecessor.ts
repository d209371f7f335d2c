import type { Value } from '../outline.ts';

/** What another release tool was told, as far as it can be taken over. */
export interface Predecessor {
  /** The tool's name. */
  readonly tool: string;
  readonly file: string;
  readonly branches?: readonly string[];
  /** The tags of the whole repository, with `{version}` in it. */
  readonly tag?: string;
  /** The tag of a part by its name, with `{name}` and `{version}` in it. */
  readonly namedTag?: string;
  /** The file that notes were kept in. */
  readonly changelog?: string;
  /** Folders whose packages have one version together. */
  readonly together?: readonly (readonly string[])[];
  /** Names of packages that were never released. */
  readonly ignored?: readonly string[];
  /** Parts with their folders, names and versions, where the tool was told them. */
  readonly parts?: readonly Part[];
  /** Whether it made releases on the forge. */
  readonly releases?: boolean;
  /** Below 1.0.0, whether a breaking change leads to 1.0.0. */
  readonly zeroMajor?: 'semver';
  readonly rules?: readonly Value[];
  /** Registries that it pushed charts to, as `oci://` addresses. */
  readonly registries?: readonly string[];
  /** Each thing that was taken over, with what stands for it now. */
  readonly taken: readonly string[];
  /** Each thing without an equivalent, and what to do about it. */
  readonly missing: readonly string[];
}

/** A part of a repository that has a version of its own. */
export interface Part {
  /** Empty for the top. */
  readonly folder: string;
  readonly name?: string;
  /** Where the tool keeps its version, where no manifest does. */
  readonly pin?: Value;
  readonly version?: string;
  /** Globs that do not count. */
  readonly without?: readonly string[];
  readonly changelog?: string;
  /** Further files that hold the version. */
  readonly pins?: readonly Value[];
}

/** `v${version}`, `v{{version}}`, `{{ .Name }}-{{ .Version }}` -> with `{version}` and `{name}`; nothing for anything else. */
export function tagTemplate(text: string | undefined): string | undefined {
  const template = text
    ?.replace(/\$\{(?:nextRelease\.)?version\}|\{\{\s*\.?[Vv]ersion\s*\}\}/g, '{version}')
    .replace(/\$\{(?:npm\.)?name\}|\{\{\s*\.?[Nn]ame\s*\}\}/g, '{name}');
  const rest = template?.replace('{version}', '').replace('{name}', '');
  return template?.includes('{version}') && !/[{}$]/.test(rest ?? '') ? template : undefined;
}
