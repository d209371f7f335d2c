import { createHash } from 'node:crypto';
import type { Probe } from '@launchway/core';
import type { StepCode } from '../steps.ts';
import { type MadePackage, makePackage, readPackage } from './make.ts';
import type { Recipe } from './recipe.ts';

type Input = { readonly recipe: Recipe };

export type PackageOutput = {
  /** `<name>-<version>.tgz`. */
  readonly file: string;
  readonly name: string;
  readonly version: string;
  /** Lower-case hex SHA-256 of the package, as an index holds it. */
  readonly digest: string;
  /** The same of the archive before compression, which other packagers' can be compared with. */
  readonly tarDigest: string;
  readonly size: number;
};

/**
 * Packages the chart before anything is visible, so that whatever keeps helm from loading it ends the release here. It
 * is done already where the commit is made and can be read without running anything.
 */
export const packageStep: StepCode<Input, PackageOutput> = {
  probe: async ({ recipe }, reads): Promise<Probe<PackageOutput>> => {
    const made = await readPackage(recipe, reads);
    if (made === undefined) return { state: 'todo', preview: previewOf(recipe) };
    return { state: 'done', output: outputOf(made) };
  },
  run: async ({ recipe }, effects) => {
    const made = await makePackage(recipe, effects);
    for (const { message, fix } of made.packed.warnings) effects.say(`warning: ${message} ${fix}`);
    if (made.packed.bytes.length > widelyTaken) effects.say(tooLargeForSome(made));
    return outputOf(made);
  },
};

/** Rancher and GitLab take no larger package unless they are told to. */
const widelyTaken = 5_000_000;

function tooLargeForSome({ packed: { bytes, fileName } }: MadePackage): string {
  const size = (bytes.length / 1_000_000).toFixed(1);
  return `warning: ${fileName} has ${size} MB; Rancher and GitLab take packages up to 5 MB. Add what users do not need to .helmignore.`;
}

const previewOf = ({ name, version, generate }: Recipe): readonly string[] => [
  ...generate.map((argv) => `run ${argv.join(' ')} in a throw-away checkout`),
  `${name}-${version}.tgz`,
];

function outputOf({ packed }: MadePackage): PackageOutput {
  const { name, version } = packed.chart.metadata;
  return {
    file: packed.fileName,
    name,
    version,
    digest: packed.digest,
    tarDigest: createHash('sha256').update(packed.tar).digest('hex'),
    size: packed.bytes.length,
  };
}
