import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { inside, type Reads, type Tree } from '@launchway/core';
import { withoutSpecifiers } from '../package/specifiers.ts';
import { allManifests } from '../tracks.ts';
import { type PublishInput, targetOf } from './inputs.ts';
import { findChecksums, readPublished } from './registry.ts';

/**
 * Compares a published version with the files of a tree. deno rewrites import specifiers, so code is compared but for
 * those; a file that only a `prepare` command makes cannot be compared.
 * @param isOlder true for the tree a release is made on, whose manifests do not hold the version yet
 * @returns paths that differ, from the package's folder
 */
export async function differingFiles(
  input: PublishInput,
  tree: Tree,
  isOlder: boolean,
  reads: Reads,
): Promise<readonly string[]> {
  const target = targetOf(input, input);
  const checksums = await findChecksums(target, input.version, reads);
  const differing: string[] = [];
  for (const [path, checksum] of checksums ?? []) {
    const name = path.slice(1);
    if (isOlder && allManifests.some((manifest) => manifest === name)) continue;
    const bytes = await tree.bytes(inside(input.folder, name));
    if (bytes === undefined ? isMadeElsewhere(input, name) : checksumOf(bytes) === checksum) continue;
    if (bytes !== undefined && isCode(name)) {
      const published = await readPublished(target, input.version, path, reads);
      if (withoutSpecifiers(published) === withoutSpecifiers(new TextDecoder().decode(bytes))) continue;
    }
    differing.push(name);
  }
  return differing;
}

/** Files that are in no commit: what `prepare` makes, and the licence that deno takes from the top of the workspace. */
const isMadeElsewhere = ({ prepare }: PublishInput, name: string): boolean =>
  prepare !== null || /^(LICEN[CS]E|COPYING)/i.test(name);

const isCode = (name: string): boolean => /^\.[cm]?[jt]sx?$/.test(posix.extname(name));

const checksumOf = (bytes: Uint8Array): string =>
  `sha256-${createHash('sha256').update(bytes).digest('hex')}`;
