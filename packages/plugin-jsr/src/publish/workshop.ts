import { join } from 'node:path';
import type { Effects } from '@launchway/core';
import { readPackage } from '../package/manifest.ts';
import type { CommonInput, PackageInput } from './inputs.ts';
import { failed } from './refusals.ts';
import { labelOf } from './registry.ts';

/** Gives a throw-away checkout of the release commit, made ready by the user's command. */
export async function openWorkshop(input: CommonInput, commit: string, effects: Effects): Promise<string> {
  const folder = await effects.checkout(commit);
  if (input.prepare !== null) await effects.exec(input.prepare, { cwd: folder, timeout: input.timeout });
  return folder;
}

/** The folder of a package in a checkout. */
export const packageFolder = (workshop: string, { folder }: PackageInput): string => join(workshop, folder);

/**
 * Proves that every manifest says the version that is to be published: deno takes an old one for published already, and
 * ends well.
 */
export async function refuseStale(input: PackageInput, workshop: string, effects: Effects): Promise<void> {
  const { configs, npm } = await readPackage(effects.folder(workshop), input.folder);
  for (const manifest of [...configs, ...(npm === undefined ? [] : [npm])]) {
    const held = manifest.get('version');
    if (held === undefined || held === input.version) continue;
    throw failed(
      'JSR_STALE_MANIFEST',
      `${manifest.file} says version ${JSON.stringify(held)}, but ${labelOf(input)}@${input.version} is to be published.`,
      `Write ${input.version} into ${manifest.file} and commit it, or let \`prepare\` leave it alone.`,
    );
  }
}
