import type { Value } from '../outline.ts';
import { folderOf } from '../paths.ts';
import { entriesOf, memberOf, readData } from '../survey/data.ts';
import type { Manifest } from '../survey/manifests.ts';
import type { Sight } from '../survey/sight.ts';

const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const;
const lockFile = 'package-lock.json';

/**
 * Gives for a package the places in which others ask for exactly its version, which moves with it: in their manifests and in
 * npm's lock file. Ranges such as `^1.2.0` stay as they are.
 */
export async function exactDependents(
  sight: Sight,
  manifests: readonly Manifest[],
): Promise<(manifest: Manifest) => readonly Value[]> {
  const lock = sight.paths.includes(lockFile) ? await readData(sight, lockFile) : undefined;
  return ({ name, version }) =>
    manifests.flatMap((other) =>
      kinds.flatMap((kind): readonly Value[] => {
        const asked = entriesOf(memberOf(other.data, kind)).find(([key]) => key === name)?.[1];
        if (name === undefined || version === undefined || asked !== version) return [];
        const locked = ['packages', folderOf(other.file), kind, name];
        const isLocked = memberOf(lock, ...locked) === version;
        return [
          { file: other.file, pointer: [kind, name] },
          ...(isLocked ? [{ file: lockFile, pointer: locked }] : []),
        ];
      }),
    );
}
