import { defined, inside, type Pin, type Track } from '@launchway/core';
import type { JsrOptions } from './options.ts';
import type { JsrPackage } from './packages.ts';

/** Every file that may hold the version of a package. */
export const allManifests = ['jsr.json', 'jsr.jsonc', 'deno.json', 'deno.jsonc', 'package.json'] as const;

/** Gives the version lines of the packages; every manifest that is there follows. */
export function tracksOf(options: JsrOptions, packages: readonly JsrPackage[]): readonly Track[] {
  const { manifests = allManifests, tag, follows, initial } = options;
  const names = [...new Set(packages.map(({ track }) => track))];
  return names.map((name) => {
    const own = packages.filter(({ track }) => track === name);
    return {
      name,
      pins: own.flatMap(({ folder }) => manifests.map((file) => pinOf(inside(folder, file)))),
      paths: [...new Set(own.flatMap(({ paths }) => paths))],
      ...defined({ tag, follows, initial }),
    };
  });
}

const pinOf = (file: string): Pin => ({ file, format: 'json', pointer: ['version'], missing: 'skip' });
