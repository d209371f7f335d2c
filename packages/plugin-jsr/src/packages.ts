import { plainPath } from '@launchway/core';
import type { JsrOptions, PackageOptions } from './options.ts';

/** One package of an instance. */
export interface JsrPackage {
  /** From the top of the repository, without a slash at the end; empty for the top itself. */
  readonly folder: string;
  /** What its steps are called. */
  readonly label: string;
  readonly track: string;
  readonly paths: readonly string[];
}

/** Gives the packages of an instance, their folders in one spelling. */
export function packagesOf(options: JsrOptions): readonly JsrPackage[] {
  const given = packageOptions(options);
  const folders = given.map((one) => plainPath(one.package));
  const shared = options.packages === undefined ? undefined : options.name;
  const labels = labelsOf(folders);
  return given.map((one, index) => {
    const folder = folders[index] ?? '';
    return {
      folder,
      label: labels.get(folder) ?? folder,
      track: shared ?? one.name ?? (lastPart(folder) || 'jsr'),
      paths: one.paths ?? [folder === '' ? '**' : `${folder}/**`],
    };
  });
}

function packageOptions(options: JsrOptions): readonly PackageOptions[] {
  if (options.packages === undefined) return [options];
  return options.packages.map((one) => (typeof one === 'string' ? { package: one } : one));
}

/** Short names for folders: the last part, or all of it where two end alike. */
export function labelsOf(folders: readonly string[]): ReadonlyMap<string, string> {
  const lasts = folders.map(lastPart);
  return new Map(
    folders.map((folder) => {
      const last = lastPart(folder);
      const isAlone = lasts.filter((other) => other === last).length === 1;
      const label = isAlone ? last : folder;
      return [folder, folder === '' ? 'root' : label];
    }),
  );
}

const lastPart = (folder: string): string => folder.slice(folder.lastIndexOf('/') + 1);
