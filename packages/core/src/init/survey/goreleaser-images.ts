import { plainPath } from '../../model/path.ts';
import { goReleaserFile } from '../predecessors/goreleaser.ts';
import type { Sight } from './sight.ts';
import { memberOf, readData, textOf, textsOf } from './data.ts';
import { nameOf } from './image-signs.ts';

/** The names of images that GoReleaser was told, by their Dockerfiles. */
export async function goReleaserImages(
  sight: Sight,
): Promise<ReadonlyMap<string, { readonly image: string; readonly foundIn: string }>> {
  const foundIn = goReleaserFile(sight);
  const config = foundIn === undefined ? undefined : await readData(sight, foundIn);
  const entries = ['dockers', 'dockers_v2'].flatMap((key) => memberOf(config, key) ?? []);
  return new Map(
    entries.flatMap((entry) => {
      const dockerfile = plainPath(textOf(memberOf(entry, 'dockerfile')) ?? 'Dockerfile');
      const named = [...textsOf(memberOf(entry, 'image_templates')), ...textsOf(memberOf(entry, 'images'))];
      const image = named.map(nameOf).find((name) => name.includes('/') && !/[{}$]/.test(name));
      return image === undefined || foundIn === undefined ? [] : [[dockerfile, { image, foundIn }] as const];
    }),
  );
}
