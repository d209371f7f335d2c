import type { HookContext, Problem, Track, Tree } from '@launchway/core';
import { configOf, type Manifest, type PackageFiles, readPackage } from './package/manifest.ts';
import { type Module, reachableModules } from './package/modules.ts';
import { type ShippedFile, shippedFiles } from './package/shipped.ts';
import type { JsrPackage } from './packages.ts';
import { jsrProblems } from './problems.ts';
import { commonJs } from './rules/commonjs.ts';
import { contents } from './rules/contents.ts';
import { dependencies } from './rules/dependencies.ts';
import { exportsRule } from './rules/exports.ts';
import { language } from './rules/language.ts';
import { licence } from './rules/licence.ts';
import { manifests } from './rules/manifests.ts';
import { names } from './rules/names.ts';
import { paths } from './rules/paths.ts';
import { sizes } from './rules/sizes.ts';
import { differences } from './sync.ts';

/** A package as the rules see it. */
export interface Subject {
  readonly folder: string;
  readonly tree: Tree;
  readonly files: PackageFiles;
  /** The manifest that deno publishes by. */
  readonly config: Manifest;
  readonly shipped: readonly ShippedFile[];
  /** The modules that users can load, from the exports on. */
  readonly modules: readonly Module[];
}

/** One thing that JSR demands. */
export type Rule = (subject: Subject) => readonly Problem[] | Promise<readonly Problem[]>;

const rules: readonly Rule[] = [
  manifests,
  names,
  exportsRule,
  licence,
  contents,
  paths,
  sizes,
  dependencies,
  commonJs,
  language,
];

/**
 * Checks offline what JSR would refuse after the upload, and what nobody wants to ship. Where nothing of a package has
 * changed since its release, what is found is a warning: others may still be released.
 */
export async function verifyPackages(
  packages: readonly JsrPackage[],
  tracks: readonly Track[],
  { reads, facts, tracks: all }: HookContext,
): Promise<readonly Problem[]> {
  const folders = packages.map(({ folder }) => folder);
  const found = await Promise.all(
    packages.map(async ({ folder, track }) => {
      const problems = await verifyPackage(reads.tree, folder, folders);
      const idle = facts.tracks[track]?.commits.length === 0;
      return idle ? problems.map((problem) => ({ ...problem, severity: 'warning' as const })) : problems;
    }),
  );
  const drifts = await Promise.all(tracks.map((track) => differences(reads.tree, track, all)));
  return [...found.flat(), ...drifts.flat().map((problem) => ({ ...problem, severity: 'warning' as const }))];
}

/** Checks one package of a tree. */
export async function verifyPackage(
  tree: Tree,
  folder: string,
  folders: readonly string[] = [folder],
): Promise<readonly Problem[]> {
  const files = await readPackage(tree, folder);
  const config = configOf(files);
  if (config === undefined) return [missing(folder)];
  const shipped = await shippedFiles(tree, config, folder, folders);
  const modules = await reachableModules(tree, config, folder);
  const subject: Subject = { folder, tree, files, config, shipped, modules };
  const found = await Promise.all(rules.map(async (rule) => rule(subject)));
  return found.flat();
}

function missing(folder: string): Problem {
  return jsrProblems.error('JSR_MANIFEST_MISSING', {
    message: `${folder || 'The top of the repository'} holds none of jsr.json, jsr.jsonc, deno.json and deno.jsonc that can be read.`,
    fix: 'Commit one with `name`, `version` and `exports`, or correct `package` in the options of jsr().',
    where: { file: folder },
  });
}
